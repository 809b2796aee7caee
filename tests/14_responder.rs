//! Graded tests of lesson 14: a whole server, with a bound on everything that a client can make grow.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

use std::fmt::Display;
use std::io::{ErrorKind, Read};
use std::time::{Duration, Instant};

use harness::{Failure, Folder, Lesson, Peer, Reply, Server, Teach, Verdict, test};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON);

/// A request for the first page.
const WELCOME: &str = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// The same, and the connection ends behind the answer.
const LAST: &str = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// More octets than the buffers of the system take while their reader does not read, or reads some kilobytes now and then.
/// Where the server cannot set a bound to them, they take megabytes.
const LARGE: usize = if cfg!(target_os = "linux") { 4_500_000 } else { 13_500_000 };

/// As much content as makes so large a page.
const MAX_CONTENT: [&str; 2] = ["--max-content", "2300000"];

/// The head of a form of so many octets.
fn form_head(octets: impl Display, lines: &str) -> String {
    format!(
        "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {octets}\r\n{lines}\r\n"
    )
}

fn form(content: &str) -> String {
    form_head(content.len(), "") + content
}

/// A form whose page is large, for each quotation mark becomes six octets, and leaves in one write.
fn large_form() -> String {
    let content = format!("a={}", "\"".repeat(LARGE / 6));
    form_head(content.len(), "Connection: close\r\n") + &content
}

fn contains(text: &[u8], part: &str) -> bool {
    text.windows(part.len()).any(|window| window == part.as_bytes())
}

/// Sends a request on a connection of its own and reads its answer, however the connection goes on.
fn answer(server: &Server, request: impl AsRef<[u8]>) -> Verdict<Reply> {
    let request = request.as_ref();
    let method = String::from_utf8_lossy(request.split(|&octet| octet == b' ').next().unwrap_or_default()).into_owned();
    let mut client = server.connect()?;
    client.send(request)?;
    client.reply(&method)
}

/// Sends a request and reads its answer and the close behind it.
fn last_answer(server: &Server, request: impl AsRef<[u8]>) -> Verdict<Reply> {
    let mut client = server.connect()?;
    client.send(request)?;
    client.reply_and_close("GET")
}

/// The server still answers.
fn expect_service(server: &Server) -> Verdict {
    last_answer(server, LAST)?.expect_status(200)
}

/// The methods in Allow are these, in any order.
fn expect_allow(reply: &Reply, methods: &[&str]) -> Verdict {
    let allow = reply.field("Allow").unwrap_or_default();
    let mut allowed: Vec<&str> = allow.split(',').map(str::trim).collect();
    allowed.sort_unstable();
    reply.expect(&format!("Allow: {}", methods.join(", ")), allowed == methods)
}

/// The connection ends without an octet.
fn expect_silent_close(client: &mut Peer) -> Verdict {
    let came = client.read_to_end()?;
    if came.is_empty() {
        return Ok(());
    }
    Err(Failure::wrong()
        .row("expected", "the connection ends, and nothing is sent")
        .row("came", harness::visible(&came)))
}

/// Sends octet by octet, each when the program has taken in the one before, until an answer comes.
fn send_slowly(client: &mut Peer, octets: &[u8]) -> Verdict {
    for octet in octets.chunks(1) {
        client.send_split([&[], octet])?;
        if has_come(client)?.is_some() {
            break;
        }
    }
    Ok(())
}

/// Whether octets have come (1) or the end (0).
fn has_come(client: &Peer) -> Verdict<Option<usize>> {
    let stream = client.stream();
    let peeked = stream.set_nonblocking(true).and_then(|()| stream.peek(&mut [0]));
    stream.set_nonblocking(false).map_err(|error| Failure::broken("cannot prepare a socket", &error))?;
    Ok(peeked.ok())
}

/// The server has responses to finish, and does not end before.
#[cfg(unix)]
fn expect_to_go_on(server: &Server) -> Verdict {
    // Longer than it may take to end with nothing left to do.
    let Some(ended) = server.wait_end(Duration::from_secs(1))? else { return Ok(()) };
    let came = ended.status.map_or("it ended".to_owned(), |status| format!("it ended with exit status {status}"));
    Err(Failure::wrong().row("expected", "the server waits for the response that has begun").row("came", came))
}

/// Keeps the server busy with another client for so long.
fn pass_time(server: &Server, time: Duration) -> Verdict {
    let began = Instant::now();
    while began.elapsed() < time {
        expect_service(server)?;
    }
    Ok(())
}

/// The server has made a page and waits for its reader. That takes its time on a busy machine.
fn expect_blocked(server: &Server) -> Verdict {
    (0..4).find_map(|_| server.expect_idle().ok()).map_or_else(|| server.expect_idle(), Ok)
}

/// What a client gets of a large page that takes nothing for less than half of `--timeout`, so that writes end with nothing
/// sent; then some kilobytes now and then, for longer than `--timeout` in all; and then the rest.
fn page_for_a_slow_reader(min_rate: &str) -> Verdict<Vec<u8>> {
    let server = LESSON.server().args(["--min-rate", min_rate, "--timeout", "1"]).args(MAX_CONTENT).listen()?;
    let mut client = server.connect_with_buffer(16 * 1024)?;
    client.send(large_form())?;
    expect_blocked(&server)?;
    let (began, mut came) = (Instant::now(), Vec::new());
    server.wait_end(Duration::from_millis(400))?;
    while began.elapsed() < Duration::from_millis(1400) {
        let mut piece = [0; 16 * 1024];
        match client.stream().read(&mut piece) {
            Ok(count) if count > 0 => came.extend_from_slice(&piece[..count]),
            // By a close, or by a reset.
            _ => return Ok(came),
        }
        pass_time(&server, Duration::from_millis(5))?;
    }
    came.extend(read_until_it_ends(&client)?);
    Ok(came)
}

/// All of the large page has come.
fn expect_large_page(came: &[u8]) -> Verdict {
    if came.len() > LARGE {
        return Ok(());
    }
    let begins = came.split(|&octet| octet == b'\r').next().unwrap_or_default();
    let begins = if begins.is_empty() { String::new() } else { format!(" after {}", harness::visible(begins)) };
    Err(Failure::wrong()
        .row("expected", format!("a page of more than {LARGE} octets"))
        .row("came", format!("{} octets{begins}, and the connection ended", came.len())))
}

/// A client in the middle of its answer: its place is taken.
fn busy_client(server: &Server) -> Verdict<Peer> {
    let mut client = server.connect()?;
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n")?;
    client.read_head()?;
    client.read_while("the content that was sent", 64, |came| contains(came, "Hello"))?;
    Ok(client)
}

/// The rest of its answer.
fn expect_rest(client: &mut Peer) -> Verdict {
    client.send("5\r\nWorld\r\n0\r\n\r\n")?;
    client.read_while("the rest of the content", 64, |came| came.ends_with(b"0\r\n\r\n")).map(drop)
}

/// All octets until the connection ends, by a close or by a reset.
fn read_until_it_ends(client: &Peer) -> Verdict<Vec<u8>> {
    /// More than any page here has.
    const MOST: u64 = 64 * 1024 * 1024;
    let mut octets = Vec::new();
    let stream = client.stream();
    let read = stream.set_read_timeout(Some(harness::deadline()));
    match read.and_then(|()| stream.take(MOST).read_to_end(&mut octets)) {
        Ok(count) if count as u64 == MOST => Err(Failure::wrong()
            .row("expected", "the connection ends")
            .row("came", format!("more than {MOST} octets, and it goes on"))),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Err(Failure::no_answer()
            .row("expected", "the connection ends")
            .row("came", format!("{} octets; the connection is open", octets.len()))),
        _ => Ok(octets),
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: what it answers

/// proves: 9110-9.1-get-head
/// proves: 9110-6.6.1-date-in-response
/// proves: 9110-9.3.2-no-content
/// proves: 9110-9.3.2-same-fields
/// proves: 9110-9.3.2-content-unused
#[test]
fn the_server_has_a_welcome_page() -> Verdict {
    let teach = Teach {
        wrong: "GET or HEAD for / was not answered with the welcome page",
        why: "Every server has GET and HEAD. HEAD gets the fields of GET and no content. (RFC 9110 section 9.1)",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(WELCOME)?;
        let get = client.reply("GET")?;
        get.expect_status(200)?;
        get.expect("a page that says: It works", contains(&get.content, "It works"))?;
        for end in ["\r\n\r\n", "\r\nContent-Length: 5\r\n\r\nHello"] {
            client.send(WELCOME.replace("GET", "HEAD").replace("\r\n\r\n", end))?;
            let head = client.reply("HEAD")?;
            head.expect_status(200)?;
            for name in ["Content-Length", "Content-Type"] {
                head.expect(&format!("the {name} of GET"), head.field(name) == get.field(name))?;
            }
        }
        Ok(())
    })
}

/// proves: 9112-9.3-persistence
/// proves: 9112-6.3-delimited-responses
#[test]
fn the_server_returns_content_as_it_came() -> Verdict {
    let teach = Teach {
        wrong: "POST /echo did not return the content and its Content-Type",
        why: "However the content is framed, the same octets come back, and all values of octets are content.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        let octets: Vec<u8> = (0..=255).collect();
        let head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: text/x-odd\r\n";
        let known = [head.as_bytes(), b"Content-Length: 256\r\n\r\n", &octets].concat();
        let chunked = [
            head.as_bytes(),
            b"Transfer-Encoding: chunked\r\n\r\n80\r\n",
            &octets[..128],
            b"\r\n80\r\n",
            &octets[128..],
            b"\r\n0\r\n\r\n",
        ];
        for request in [known, chunked.concat()] {
            client.send(request)?;
            let reply = client.reply("POST")?;
            reply.expect_status(200)?;
            reply.expect("Content-Type: text/x-odd", reply.field("Content-Type") == Some("text/x-odd"))?;
            reply.expect("the octets that were sent", reply.content == octets)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_returns_content_while_it_comes() -> Verdict {
    let teach = Teach {
        wrong: "POST /echo did not return the first part of the content before the second was sent",
        why: "Content is streamed: what has come is handed on at once, and never collected. So it may be of any length.",
        book: "Streams",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")?;
        client.send("5\r\nHello\r\n")?;
        client.read_head()?;
        let enough = |came: &[u8]| contains(came, "Hello");
        client.read_while("the content that was sent", 64, enough)?;
        client.send("5\r\nWorld\r\n0\r\n\r\n")?;
        client.read_while("the content that was sent then", 64, |came| came.ends_with(b"0\r\n\r\n")).map(drop)
    })
}

/// proves: 9110-9.3.7-options-fields
#[test]
fn the_server_says_which_methods_there_are() -> Verdict {
    let teach = Teach {
        wrong: "OPTIONS was not answered with the methods of the resource in Allow",
        why: "OPTIONS asks what can be done with a resource; with * or without a path, with the server. (RFC 9110 section 9.3.7)",
        book: "Methods",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let cases: [(&str, &[&str]); 4] = [
            ("/", &["GET", "HEAD", "OPTIONS"]),
            ("/form", &["GET", "HEAD", "OPTIONS", "POST"]),
            ("/echo", &["OPTIONS", "POST"]),
            ("*", &["GET", "HEAD", "OPTIONS", "POST"]),
        ];
        for (target, methods) in cases {
            let reply = answer(&server, format!("OPTIONS {target} HTTP/1.1\r\nHost: a\r\n\r\n"))?;
            reply.expect_status(200)?;
            expect_allow(&reply, methods)?;
            reply.expect("Content-Length: 0", reply.field("Content-Length") == Some("0"))?;
        }
        answer(&server, "OPTIONS /nowhere HTTP/1.1\r\nHost: a\r\n\r\n")?.expect_status(404)?;
        let folder = Folder::new()?;
        folder.write("page.html", "<p>a page</p>")?;
        let server = LESSON.server().arg("--root").arg(folder.path()).listen()?;
        let file = answer(&server, "OPTIONS /page.html HTTP/1.1\r\nHost: a\r\n\r\n")?;
        file.expect_status(200)?;
        expect_allow(&file, &["GET", "HEAD", "OPTIONS"])
    })
}

/// proves: 9110-9.1-not-allowed-405
/// proves: 9110-10.2.1-allow-in-405
/// proves: 9110-9.1-unknown-501
/// proves: 9110-15.5-explain
/// proves: 9112-3.1-method-case
#[test]
fn the_server_refuses_methods_that_a_resource_does_not_have() -> Verdict {
    let teach = Teach {
        wrong: "a method that the resource or the server does not have was not refused as it should be",
        why: "A known method that this resource lacks: 405 with Allow. One that the server does not know: 501. (RFC 9110 section 9.1)",
        book: "Methods",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for (start, methods) in [
            ("DELETE /", &["GET", "HEAD", "OPTIONS"][..]),
            ("TRACE /form", &["GET", "HEAD", "OPTIONS", "POST"]),
            ("GET /echo", &["OPTIONS", "POST"]),
        ] {
            let reply = answer(&server, format!("{start} HTTP/1.1\r\nHost: a\r\n\r\n"))?;
            reply.expect_status(405)?;
            expect_allow(&reply, methods)?;
            let method = start.split(' ').next().unwrap_or_default();
            reply.expect("a page that names the method", contains(&reply.content, method))?;
        }
        for start in ["BREW /", "get /", "BREW /nowhere"] {
            answer(&server, format!("{start} HTTP/1.1\r\nHost: a\r\n\r\n"))?.expect_status(501)?;
        }
        let tunnel = answer(&server, "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n")?;
        tunnel.expect("a refusal, 405 or 501, for this is no proxy", [405, 501].contains(&tunnel.status))
    })
}

/// proves: 9110-17.5-limit-elements
/// proves: 9110-5.4-too-large-4xx
/// proves: 9110-2.3-defensive
/// proves: 9112-2.2-garbage-400
/// proves: 9110-10.1.1-unknown-417
/// proves: 9110-15.5.20-misdirected-421
/// proves: 9110-7.4-https-unsecured
#[test]
fn the_server_refuses_what_it_cannot_take_and_goes_on() -> Verdict {
    let teach = Teach {
        wrong: "a request that cannot be taken did not get the status that says why",
        why: "Each limit has its status, and a server that refuses a client serves the next one. (RFC 9110 section 15.5)",
        book: "Limits",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let cases = [
            (400, "GET / HTTP/1.1\r\n\r\n".to_owned()),
            (400, "\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n".to_owned()),
            (400, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n".to_owned()),
            (404, "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n".to_owned()),
            (414, format!("GET /{} HTTP/1.1\r\n", "x".repeat(20_000))),
            (417, "GET / HTTP/1.1\r\nHost: a\r\nExpect: the-moon\r\n\r\n".to_owned()),
            (421, "GET https://a/ HTTP/1.1\r\nHost: a\r\n\r\n".to_owned()),
            (431, format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n", "x".repeat(20_000))),
            (431, format!("GET / HTTP/1.1\r\nHost: a\r\n{}", "X: x\r\n".repeat(2_000))),
            (501, format!("{} / HTTP/1.1\r\nHost: a\r\n", "X".repeat(1_000))),
            (505, "GET / HTTP/3.0\r\nHost: a\r\n\r\n".to_owned()),
        ];
        for (status, request) in cases {
            answer(&server, request)?.expect_status(status)?;
        }
        let page = answer(&server, "GET /nowhere&lt;b HTTP/1.1\r\nHost: a\r\n\r\n")?;
        page.expect("a page that shows the path as text", contains(&page.content, "/nowhere&amp;lt;b"))?;
        expect_service(&server)
    })
}

/// proves: 9112-9.3.2-in-order
#[test]
fn the_server_answers_a_thousand_requests_that_come_together() -> Verdict {
    let teach = Teach {
        wrong: "of 1,000 requests that came together, not each got its answer, in order",
        why: "What has come behind a request is the next one. Answers leave in the order of the requests. (RFC 9112 section 9.3.2)",
        book: "One connection",
    };
    // One wait is for all of them.
    LESSON.with_deadline(harness::deadline() * 3).check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        let request = |number: usize| {
            let content = number.to_string();
            format!("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{content}", content.len())
        };
        let requests: String = (0..999).map(request).collect();
        client.send(requests + LAST)?;
        let methods = std::iter::repeat_n("POST", 999).chain(["GET"]);
        for (number, reply) in client.replies_and_close(methods)?[..999].iter().enumerate() {
            reply.expect(&format!("the content {number}"), reply.content == number.to_string().as_bytes())?;
        }
        Ok(())
    })
}

#[test]
fn the_server_serves_a_folder() -> Verdict {
    let teach = Teach {
        wrong: "with --root, the files of the folder were not served",
        why: "The folder's files are the resources: index.html stands for a directory, and nothing outside of the folder can be had.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let folder = Folder::new()?;
        folder.write("index.html", "<p>first page</p>")?;
        folder.write("data.bin", "0123456789")?;
        let root = folder.path().join("site");
        std::fs::create_dir(&root).map_err(|error| Failure::broken("cannot make a folder", &error))?;
        folder.write("site/index.html", "<p>site</p>")?;
        folder.write("site/data.txt", "0123456789")?;
        let server = LESSON.server().arg("--root").arg(&root).listen()?;
        let get = |path: &str, lines: &str| answer(&server, format!("GET {path} HTTP/1.1\r\nHost: a\r\n{lines}\r\n"));
        let index = get("/", "")?;
        index.expect_status(200)?;
        index.expect("the page index.html", index.content == b"<p>site</p>")?;
        let part = get("/data.txt", "Range: bytes=2-4\r\n")?;
        part.expect_status(206)?;
        part.expect("the octets 2 to 4", part.content == b"234")?;
        for path in ["/../data.bin", "/%2e%2e/data.bin", "/..%2fdata.bin", "/nowhere", "/echo"] {
            get(path, "")?.expect_status(404)?;
        }
        answer(&server, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")?.expect_status(405)
    })
}

#[test]
fn the_server_dates_each_answer() -> Verdict {
    let teach = Teach {
        wrong: "two answers, more than a second apart, had the same Date",
        why: "Date is the time at which this answer was made. Who keeps the text for a second must know when that is over. (RFC 9110 section 6.6.1)",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        // On one connection: whoever makes a date for each connection, or each thread, has one here.
        let mut client = server.connect()?;
        client.send(WELCOME)?;
        let first = client.reply("GET")?;
        server.wait_end(Duration::from_millis(1_100))?;
        client.send(WELCOME)?;
        let second = client.reply("GET")?;
        let dates = [first.field("Date"), second.field("Date")];
        second.expect(&format!("another Date than {}", dates[0].unwrap_or("none")), dates[0] != dates[1])
    })
}

#[test]
fn the_server_writes_a_line_for_each_answer() -> Verdict {
    let teach = Teach {
        wrong: "the log on stderr does not say who asked for what, and what was answered",
        why: "Who runs a server has nothing but its log: a line for each answer, with client, request, status and octets. With --quiet there is none.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n")?;
        let octets = client.reply("GET")?.content.len();
        let addr = client.stream().local_addr().map_err(|error| Failure::broken("no address", &error))?;
        let line = format!("Z {addr} \"GET /nowhere HTTP/1.1\" 404 {octets}\n");
        server.expect_stderr_that(&predicate::str::contains(line))?;
        answer(&server, "GET\t/ HTTP/1.1\r\n\r\n")?;
        server.expect_stderr_that(&predicate::str::contains(" 400 "))?;
        let quiet = LESSON.server().arg("--quiet").listen()?;
        expect_service(&quiet)?;
        // What it has to say about that it has said when it sleeps.
        let _ = quiet.expect_idle();
        let said = String::from_utf8_lossy(&quiet.stderr_so_far()).into_owned();
        match said.lines().find(|line| line.contains("HTTP/1.1")) {
            None => Ok(()),
            Some(line) => {
                Err(Failure::wrong().row("expected", "with --quiet, no line for an answer").row("stderr", line))
            }
        }
    })
}

/// The harness looks at every octet that comes.
///
/// proves: 9110-2.2-grammar
/// proves: 9110-2.2-own-role
/// proves: 9110-5.6.1.1-no-empty-members
/// proves: 9110-5.6.3-rws-single-sp
/// proves: 9110-6.6.1-date-in-response
/// proves: 9110-7.6.1-no-end-to-end
/// proves: 9110-8.3-content-type
/// proves: 9110-8.6-no-cl-1xx-204
/// proves: 9110-9.3.2-no-content
/// proves: 9110-10.2.4-not-detailed
/// proves: 9110-15-one-final
/// proves: 9110-15.5-explain
/// proves: 9112-6.2-no-cl-with-te
/// proves: 9110-5.3-no-repeat
/// proves: 9110-5.6.7-send-imf-fixdate
/// proves: 9110-7.6.1-list-hop-fields
/// proves: 9110-5.6.7-no-extra-space
#[test]
fn the_server_keeps_the_rules_whatever_it_is_asked() -> Verdict {
    let teach = Teach {
        wrong: "one of many answers breaks a rule that holds for every answer",
        why: "Whatever is asked, an answer has its Date, its length, its type, and no content behind HEAD. (RFC 9110)",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let folder = Folder::new()?;
        folder.write("index.html", "<p>a page</p>".repeat(100))?;
        folder.write("sub/index.html", "<p>another</p>")?;
        let pages = LESSON.server().listen()?;
        let files = LESSON.server().arg("--root").arg(folder.path()).listen()?;
        let fields =
            ["", "Accept-Encoding: gzip\r\n", "Range: bytes=0-3\r\n", "Range: bytes=9999-\r\n", "If-None-Match: *\r\n"];
        let more = ["If-Match: \"none\"\r\n", "Expect: 100-continue\r\n", "Expect: more\r\n", "Connection: close\r\n"];
        for server in [&pages, &files] {
            for method in ["GET", "HEAD", "POST", "OPTIONS", "PUT", "TRACE", "BREW"] {
                for path in ["/", "/form", "/echo", "/sub", "/sub/", "/no%20where", "http://a/", "https://a/"] {
                    let length = if method == "POST" { "Content-Length: 2\r\n" } else { "" };
                    let content = if method == "POST" { "hi" } else { "" };
                    let lines = fields.iter().chain(&more);
                    let request = |line| format!("{method} {path} HTTP/1.1\r\nHost: a\r\n{line}{length}\r\n{content}");
                    for line in lines {
                        let mut client = server.connect()?;
                        client.send(request(line))?;
                        let mut reply = client.reply(method)?;
                        while reply.status < 200 {
                            reply = client.reply(method)?;
                        }
                        reply.expect(
                            "no Server field, or a short one",
                            reply.field("Server").is_none_or(|s| s.len() < 30 && !s.contains([' ', '('])),
                        )?;
                    }
                }
            }
        }
        Ok(())
    })
}

#[test]
fn the_server_shows_a_form_and_reads_it() -> Verdict {
    let teach = Teach {
        wrong: "/form was not shown, not read, or showed what came as HTML",
        why: "A browser sends a form as application/x-www-form-urlencoded. What was filled in is text, and stays text in the page.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let shown = answer(&server, WELCOME.replace(" / ", " /form "))?;
        shown.expect_status(200)?;
        shown.expect("a form that is sent with POST", contains(&shown.content, "method=\"post\""))?;
        let read = answer(&server, form("name=J%C3%BCrgen&message=%3Cb%3E+%26"))?;
        read.expect_status(200)?;
        read.expect("a page with the name", contains(&read.content, "Jürgen"))?;
        read.expect("a page with the message as text", contains(&read.content, "&lt;b&gt; &amp;"))?;
        // Octets of any value, of which a line break ends nothing.
        let odd = b"name=\xFF\r\n\0&message=the+end";
        let read = answer(&server, [form_head(odd.len(), "").as_bytes(), odd].concat())?;
        read.expect_status(200)?;
        read.expect("a page with all that was sent", contains(&read.content, "the end"))?;
        answer(&server, "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na=b")?.expect_status(415)
    })
}

/// proves: 9110-2.4-semantics
/// proves: 9110-8.3.1-type-case
#[test]
fn the_server_does_what_each_field_says() -> Verdict {
    let teach = Teach {
        wrong: "a field that the server knows made no difference, or another one than it should",
        why: "A field means what the RFCs say, or nothing. A server that knows one acts on it. (RFC 9110 section 2.4)",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let folder = Folder::new()?;
        folder.write("page.html", "<p>a page</p>".repeat(100))?;
        let server = LESSON.server().arg("--root").arg(folder.path()).listen()?;
        let get = |lines: &str| answer(&server, format!("GET /page.html HTTP/1.1\r\nHost: a\r\n{lines}\r\n"));
        let plain = get("")?;
        plain.expect_status(200)?;
        let tag = plain.field("ETag").unwrap_or_default().to_owned();
        for (lines, status) in [
            ("Host: a\r\n".to_owned(), 400),
            ("Transfer-Encoding: gzip\r\n".to_owned(), 400),
            ("Content-Length: x\r\n".to_owned(), 400),
            ("Expect: more\r\n".to_owned(), 417),
            (format!("If-None-Match: {tag}\r\n"), 304),
            ("If-None-Match: \"other\"\r\n".to_owned(), 200),
            ("If-Match: \"other\"\r\n".to_owned(), 412),
            ("If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n".to_owned(), 304),
            ("If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT\r\n".to_owned(), 412),
            ("Range: bytes=1-2\r\n".to_owned(), 206),
            ("Range: bytes=1-2\r\nIf-Range: \"other\"\r\n".to_owned(), 200),
        ] {
            get(&lines)?.expect_status(status)?;
        }
        let coded = get("Accept-Encoding: gzip\r\n")?;
        coded.expect(
            "Content-Encoding: gzip",
            coded.field("Content-Encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("gzip")),
        )?;
        let closed = last_answer(&server, "GET /page.html HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")?;
        closed.expect_status(200)?;
        let by_type = |kind: &str| {
            let pages = LESSON.server().listen()?;
            answer(&pages, form("a=b").replace("application/x-www-form-urlencoded", kind))
        };
        by_type("Application/X-WWW-Form-URLEncoded")?.expect_status(200)?;
        by_type("text/plain")?.expect_status(415)
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: how long is too long

/// proves: 9112-9.5-graceful-timeout
#[test]
fn the_server_closes_an_idle_connection_without_a_word() -> Verdict {
    let teach = Teach {
        wrong: "a connection without a request was not closed, or not silently",
        why: "A client that has sent nothing has not asked: an answer would be taken for the one to its next request. (RFC 9112 section 9.5)",
        book: "Waits",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--idle-timeout", "0.1"]).listen()?;
        let mut new = server.connect()?;
        let mut used = server.connect()?;
        used.send(WELCOME)?;
        used.reply("GET")?.expect_status(200)?;
        expect_silent_close(&mut new)?;
        expect_silent_close(&mut used)
    })
}

/// proves: 9110-17.5-limit-elements
#[test]
fn the_server_gives_up_a_head_that_does_not_end() -> Verdict {
    let teach = Teach {
        wrong: "a request whose head did not end in time was not answered with 408",
        why: "A head has a time from its first octet to its last. A wait that begins anew with each octet never ends. (RFC 9110 section 15.5.9)",
        book: "Waits",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--head-timeout", "0.1"]).listen()?;
        let mut half = server.connect()?;
        half.send("GET / HTTP/1.1\r\nHost: loc")?;
        half.reply_and_close("GET")?.expect_status(408)?;
        drop(half);
        // Octet by octet, each in time, and all of them too late.
        let mut slow = server.connect()?;
        send_slowly(&mut slow, WELCOME.replace("localhost", &"l".repeat(60)).as_bytes())?;
        slow.reply_and_close("GET")?.expect_status(408)?;
        expect_service(&server)
    })
}

/// A read waits some milliseconds even when the time is over: here octets come in them. A machine that is busy elsewhere
/// delays some of them, which then prove nothing, and most of the others decide.
#[test]
fn the_server_looks_at_the_time_when_octets_have_come() -> Verdict {
    let teach = Teach {
        wrong: "heads whose last octets came too late, but while the server read, were not answered with 408",
        why: "timed_out(now) reads no clock. Tell it the time behind a read that brought octets too, asked for behind that read: a client that never pauses lets no read time out.",
        book: "Waits",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--head-timeout", "0.001"]).listen()?;
        let until = Instant::now() + harness::deadline();
        let (mut rounds, mut late) = (0, 0);
        while rounds < 12 && Instant::now() < until {
            let mut client = server.connect()?;
            client.send(format!("{WELCOME}G"))?;
            client.reply("GET")?.expect_status(200)?;
            let began = Instant::now();
            pass_time(&server, Duration::from_millis(3))?;
            client.send(&LAST[1..])?;
            let in_a_read = began.elapsed() < Duration::from_millis(8);
            let is_late = client.reply_and_close("GET").is_ok_and(|reply| reply.status == 408);
            if in_a_read {
                (rounds, late) = (rounds + 1, late + usize::from(is_late));
            }
        }
        if late * 2 >= rounds {
            return Ok(());
        }
        let expected = format!("408 for {rounds} heads that took some milliseconds where 1 is allowed");
        Err(Failure::wrong().row("expected", expected).row("came", format!("408 for {late} of them")))
    })
}

#[test]
fn the_server_answers_a_request_that_comes_at_the_last_moment() -> Verdict {
    let teach = Teach {
        wrong: "requests that came just when the idle time was over were read and not answered",
        why: "The idle time ends with the first octet of a request; from then on the head has a time of its own. Do not tell timed_out behind a read that found the connection idle and brought octets.",
        book: "Waits",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--idle-timeout", "0.000000001"]).listen()?;
        let until = Instant::now() + harness::deadline();
        let mut last = Vec::new();
        // A read waits some milliseconds even so; one of many requests comes in them.
        while Instant::now() < until {
            let mut client = server.connect()?;
            client.send(LAST)?;
            let came = read_until_it_ends(&client)?;
            if came.starts_with(b"HTTP/1.1 200 ") {
                return Ok(());
            }
            if !came.is_empty() {
                last = came;
            }
        }
        let came = match last.split(|&octet| octet == b'\r').next().unwrap_or_default() {
            [] => "all connections were closed without a word".to_owned(),
            line => format!("of those that said a word the last one said {}", harness::visible(line)),
        };
        Err(Failure::wrong().row("expected", "200 for one of many requests").row("came", came))
    })
}

#[test]
fn the_server_gives_up_a_client_that_does_not_read() -> Verdict {
    let teach = Teach {
        wrong: "a client that does not read its answer kept its connection",
        why: "A write waits until the client reads. Without a limit, it waits as long as the client likes.",
        book: "Waits",
    };
    LESSON.check(teach, || {
        let folder = Folder::new()?;
        folder.write("large", vec![b'x'; 16 * 1024 * 1024])?;
        let server = LESSON.server().args(["--timeout", "0.5"]).arg("--root").arg(folder.path()).listen()?;
        let mut client = server.connect_with_buffer(16 * 1024)?;
        client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")?;
        // The server says so when it has given up.
        server.expect_stderr_that(&predicate::str::contains("\"GET /large HTTP/1.1\" 200 "))?;
        let mut other = server.connect()?;
        other.send("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n")?;
        other.reply("GET")?.expect_status(404)?;
        let came = read_until_it_ends(&client)?;
        if came.len() >= 16 * 1024 * 1024 {
            let failure = Failure::wrong().row("expected", "the connection ends before the file does");
            return Err(failure.row("came", "all of the file"));
        }
        // Some systems throw away what has come before a reset.
        if came.is_empty() || came.ends_with(b"x") {
            return Ok(());
        }
        let expected = "the connection is broken off in the middle of the file, and nothing is sent after it";
        let end = &came[came.len().saturating_sub(100)..];
        Err(Failure::wrong().row("expected", expected).row("came at the end", harness::visible(end)))
    })
}

#[test]
fn the_server_gives_up_a_client_that_only_sends() -> Verdict {
    let teach = Teach {
        wrong: "a client that sends content to /echo, and does not read what comes back, kept its connection",
        why: "The buffers in both directions fill, and neither side can write: the server waits in a write, with the same limit as ever.",
        book: "Streams",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.5"]).listen()?;
        let mut client = server.connect_with_buffer(16 * 1024)?;
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n")?;
        client.may_break_off();
        let text = vec![b'x'; 1024 * 1024];
        // Until nothing more is taken, or the connection is broken off.
        let mut sends = || client.send_available(&text).is_ok_and(|sent| sent > 0);
        for _ in (0..64).take_while(|_| sends()) {
            pass_time(&server, Duration::from_millis(5))?;
        }
        server.expect_stderr_that(&predicate::str::contains("\"POST /echo HTTP/1.1\" "))?;
        expect_service(&server)
    })
}

#[test]
fn the_server_answers_a_request_that_was_cut_off() -> Verdict {
    let teach = Teach {
        wrong: "a request that ended in the middle was not answered with 400",
        why: "The client has closed its sending side and may still read. end_of_input() returns the error when something is missing, and then reading content fails with it: hand both on.",
        book: "One connection",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for (method, part) in [("GET", WELCOME[..20].to_owned()), ("POST", form_head(10, "") + "a=2")] {
            let mut client = server.connect()?;
            client.send_split([part.as_str(), ""])?;
            client.finish()?;
            client.reply_and_close(method)?.expect_status(400)?;
        }
        expect_service(&server)
    })
}

#[test]
fn the_server_gives_up_content_that_does_not_come() -> Verdict {
    let teach = Teach {
        wrong: "a request whose content did not come in time was not answered with 408",
        why: "A client that is silent in the middle of its content holds a thread and a place. The error of the read knows its status: hand it on as it is. (RFC 9110 section 15.5.9)",
        book: "Waits",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.1"]).listen()?;
        let mut silent = server.connect()?;
        silent.send(form_head(10, "") + "a=2")?;
        silent.reply_and_close("POST")?.expect_status(408)?;
        // Here the answer has begun: it is broken off, and not brought to an end as if it were whole.
        let mut echoed = server.connect()?;
        echoed.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n")?;
        echoed.read_head()?;
        let rest = read_until_it_ends(&echoed)?;
        if contains(&rest, "0\r\n\r\n") {
            let expected = "the connection is broken off, without the last chunk";
            return Err(Failure::wrong().row("expected", expected).row("came", harness::visible(&rest)));
        }
        expect_service(&server)
    })
}

#[test]
fn the_server_gives_up_content_that_comes_too_slowly() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent an octet now and then was waited for without end",
        why: "Octet by octet, a client can stay below every limit of silence for a day. Content must keep a pace.",
        book: "Waits",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.2", "--min-rate", "10000"]).listen()?;
        let mut slow = server.connect()?;
        slow.send(form_head(1000, ""))?;
        send_slowly(&mut slow, &[b'x'; 70])?;
        slow.reply_and_close("POST")?.expect_status(408)?;
        expect_service(&server)
    })
}

#[test]
fn the_server_gives_up_a_client_that_reads_too_little() -> Verdict {
    let teach = Teach {
        wrong: "a client that took some octets now and then, and too few, kept its connection",
        why: "Each octet moves the deadline on by its part of a second, by --min-rate, and no further. If every octet gave the whole --timeout, a client could read one now and then for ever.",
        book: "Waits",
    };
    LESSON.check(teach, || {
        if page_for_a_slow_reader("50000000")?.len() < LARGE {
            return Ok(());
        }
        Err(Failure::wrong().row("expected", "the connection ends before the page does").row("came", "all of the page"))
    })
}

#[test]
fn the_server_waits_for_a_client_that_reads_enough() -> Verdict {
    let teach = Teach {
        wrong: "a client that took enough octets all the time did not get all of its page",
        why: "A write that takes long, or brings nothing out for a moment, has not failed. Too slow is who took too few until the deadline: what a client takes moves it on, by the number of octets.",
        book: "Waits",
    };
    // So many octets a second take a moment at any pace at which a client can be called slow.
    LESSON.check(teach, || expect_large_page(&page_for_a_slow_reader("10000")?))
}

#[cfg(unix)]
#[test]
fn the_server_gives_nobody_up_because_of_a_signal() -> Verdict {
    let teach = Teach {
        wrong: "a client did not get all of its page when signals came while the server wrote it",
        why: "A signal ends a write early, with a few octets or with none. Too slow is who took too few until the deadline: look at the clock.",
        book: "Waits",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--min-rate", "100000000"]).args(MAX_CONTENT).listen()?;
        let mut client = server.connect_with_buffer(16 * 1024)?;
        client.send(large_form())?;
        for _ in 0..2 {
            expect_blocked(&server)?;
            server.stop_and_continue()?;
        }
        expect_large_page(&read_until_it_ends(&client)?)
    })
}

#[test]
fn the_server_lets_a_client_take_its_time_that_keeps_the_pace() -> Verdict {
    let teach = Teach {
        wrong: "a client that was slow, but not too slow, was given up",
        why: "A time for the whole content would cut off everybody with a long file and a thin line. What counts is silence, and pace.",
        book: "Waits",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "1", "--min-rate", "1"]).listen()?;
        let mut slow = server.connect()?;
        slow.send(form_head(150, ""))?;
        // Ten milliseconds for each, and more.
        send_slowly(&mut slow, &[b'x'; 150])?;
        slow.reply("POST")?.expect_status(200)
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: how much is too much

/// The choice: Retry-After is sent.
///
/// proves: 9110-15.6.4-retry-after
/// proves: 9110-15.6-explain
/// proves: 9112-9.5-sustain
#[test]
fn the_server_turns_clients_away_when_there_are_too_many() -> Verdict {
    let teach = Teach {
        wrong: "a client above --max-connections was not answered with 503 while the others were served",
        why: "Each connection takes memory and a thread. Above the bound, a client hears when to come again. (RFC 9110 section 15.6.4)",
        book: "A bound on threads",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "3"]).listen()?;
        let mut guests = (0..3).map(|_| busy_client(&server)).collect::<Verdict<Vec<Peer>>>()?;
        for _ in 0..3 {
            let mut client = server.connect()?;
            client.send(WELCOME)?;
            let away = client.reply("GET")?;
            // Whoever is turned away without a wait may be reset after the response. That those who are served are not is
            // another test's matter.
            away.expect("nothing after it", read_until_it_ends(&client)?.is_empty())?;
            away.expect_status(503)?;
            away.expect("a page that says why", !away.content.is_empty())?;
            away.expect(
                "Retry-After, in seconds",
                away.field("Retry-After").is_some_and(|s| s.parse::<u32>().is_ok()),
            )?;
        }
        for client in &mut guests {
            expect_rest(client)?;
            client.send(WELCOME)?;
            client.reply("GET")?.expect_status(200)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_gives_a_place_to_the_next_client() -> Verdict {
    let teach = Teach {
        wrong: "a client was turned away although the ones before it had gone",
        why: "A place is given back when its connection ends, however it ends.",
        book: "A bound on threads",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "4"]).listen()?;
        for round in 0..20 {
            let mut client = server.connect()?;
            match round % 4 {
                0 => client.finish()?,
                1 => {
                    client.send("GET / HT")?;
                    client.finish()?;
                }
                2 => client.send(LAST)?,
                _ => client.send("BAD\r\n")?,
            }
            // Some places are for connections that end in this moment.
            client.finish()?;
            client.read_to_end()?;
            drop(client);
            last_answer(&server, LAST)?.expect_status(200)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_waits_for_nobody_when_it_turns_clients_away() -> Verdict {
    let teach = Teach {
        wrong: "clients above the bound that stay silent kept the next one waiting, or their connections",
        why: "Who takes connections must never wait for a client: not for a request, and not for a close. And the few that are waited for have a second.",
        book: "A bound on threads",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "1"]).listen()?;
        let mut guest = busy_client(&server)?;
        let first = server.connect()?;
        server.expect_idle()?;
        let silent = (0..60).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
        let mut last = server.connect()?;
        last.send(WELCOME)?;
        last.reply("GET")?.expect_status(503)?;
        drop(silent);
        read_until_it_ends(&first)?;
        expect_rest(&mut guest)
    })
}

#[test]
fn the_server_lets_who_waits_longest_make_room() -> Verdict {
    let teach = Teach {
        wrong: "with all places taken, the connection that had waited longest for its client did not make room",
        why: "Who only waits can ask again on a new connection: the longest wait ends, without a word. Who is answered keeps the place.",
        book: "A bound on threads",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "3"]).listen()?;
        let mut guest = busy_client(&server)?;
        let mut waiting = Vec::new();
        for _ in 0..2 {
            let mut client = server.connect()?;
            client.send(WELCOME)?;
            client.reply("GET")?.expect_status(200)?;
            server.expect_idle()?;
            waiting.push(client);
        }
        last_answer(&server, LAST)?.expect_status(200)?;
        expect_silent_close(&mut waiting[0])?;
        waiting[1].send(WELCOME)?;
        waiting[1].reply("GET")?.expect_status(200)?;
        expect_rest(&mut guest)?;
        server.expect_idle()
    })
}

#[test]
fn the_server_lets_sixteen_clients_ask_before_it_turns_them_away() -> Verdict {
    let teach = Teach {
        wrong: "of 17 silent clients above --max-connections, not exactly one was turned away unasked",
        why: "Up to 16 above the bound are waited for, however large the bound is: so most + 16 connections. Only those that come then get their 503 unasked.",
        book: "A bound on threads",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "2"]).listen()?;
        let mut guests = [busy_client(&server)?, busy_client(&server)?];
        // They are waited for a second: a machine that takes longer to connect them tries again.
        let until = Instant::now() + harness::deadline();
        loop {
            server.expect_idle()?;
            let clients = (0..17).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
            server.expect_idle()?;
            let come = clients.iter().map(has_come).collect::<Verdict<Vec<_>>>()?;
            let unasked = come.iter().filter(|come| **come == Some(1)).count();
            if unasked == 1 {
                return guests.iter_mut().try_for_each(expect_rest);
            }
            if Instant::now() >= until {
                return Err(Failure::wrong()
                    .row("expected", "1 of 17 clients above the bound gets 503 unasked")
                    .row("came", format!("{unasked} of 17")));
            }
        }
    })
}

#[test]
fn the_server_serves_many_clients_at_a_time() -> Verdict {
    let teach = Teach {
        wrong: "a client had to wait for others that were connected and slow",
        why: "Each connection has a thread of its own while it is open. A slow client takes its own time, not that of others.",
        book: "A bound on threads",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut clients = (0..100).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
        for (number, client) in clients.iter_mut().enumerate() {
            client.send(&WELCOME[..number % WELCOME.len()])?;
        }
        expect_service(&server)?;
        for (number, client) in clients.iter_mut().enumerate() {
            client.send(&WELCOME[number % WELCOME.len()..])?;
            client.reply("GET")?.expect_status(200)?;
        }
        Ok(())
    })
}

#[cfg(target_os = "linux")]
#[test]
fn the_server_uses_its_threads_again() -> Verdict {
    let teach = Teach {
        wrong: "after many short connections the server has more threads or open files than it needs",
        why: "A thread that has served a connection takes the next one. Nothing of a connection stays behind.",
        book: "A bound on threads",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for _ in 0..200 {
            expect_service(&server)?;
        }
        server.expect_open_files(16)?;
        server.expect_threads(40)
    })
}

#[cfg(target_os = "linux")]
#[test]
fn the_server_sleeps_while_its_clients_do() -> Verdict {
    let teach = Teach {
        wrong: "the server was busy again and again while all of its clients were silent",
        why: "A read waits until its deadline, so a silent client takes no time on the processor. Whoever looks every few milliseconds spends a core on ten thousand of them; and a read that returns 0 octets returns 0 the next time too.",
        book: "Waits",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut clients = (0..30).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
        for client in &mut clients[10..20] {
            client.send("GET / HTTP/1.1\r\nHo")?;
        }
        for client in &mut clients[20..] {
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nHello")?;
        }
        // So often would three of them wake that look every ten milliseconds.
        server.expect_rest(Duration::from_millis(400), 120)
    })
}

/// proves: 9110-15.5.14-close
/// proves: 9110-10.1.1-immediate
#[test]
fn the_server_refuses_content_that_it_would_have_to_collect() -> Verdict {
    let teach = Teach {
        wrong: "a form above the limit was not refused with 413, or content that is within it, or not collected, was refused",
        why: "What is collected takes memory. A length that is too large is refused before the content is sent, and one that nobody knows when the limit is passed.",
        book: "Limits",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-content", "10"]).listen()?;
        answer(&server, form("a=23456789"))?.expect_status(200)?;
        answer(&server, form(""))?.expect_status(200)?;
        let says_the_limit = |refused: Reply| {
            refused.expect_status(413)?;
            refused.expect("a page that says the limit: 10", contains(&refused.content, "10"))
        };
        // The second is 5 where a length has 32 bits.
        for octets in [11, 4_294_967_301_u64] {
            let mut client = server.connect()?;
            client.send(form_head(octets, "Expect: 100-continue\r\n"))?;
            says_the_limit(client.reply_and_close("POST")?)?;
        }
        let chunked = form_head(11, "").replace("Content-Length: 11", "Transfer-Encoding: chunked");
        answer(&server, format!("{chunked}a\r\na=23456789\r\n0\r\n\r\n"))?.expect_status(200)?;
        says_the_limit(answer(&server, format!("{chunked}6\r\na=2345\r\n5\r\n67890\r\n0\r\n\r\n"))?)?;
        // An endless one is not read to its end.
        says_the_limit(answer(&server, format!("{chunked}b\r\na=234567890\r\n"))?)?;
        // What is not collected may be longer.
        let echo = answer(&server, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\nabcdefghijkl")?;
        echo.expect_status(200)?;
        echo.expect("the octets that were sent", echo.content == b"abcdefghijkl")?;
        expect_service(&server)
    })
}

#[test]
fn the_server_takes_content_under_every_limit() -> Verdict {
    let teach = Teach {
        wrong: "with a very large --max-content, or with none allowed, a form was not read as it should be",
        why: "A limit can be any number. One more than the largest one is 0, or a panic (saturating_add is neither); and memory is for what has come, not for what may come.",
        book: "Limits",
    };
    LESSON.check(teach, || {
        let largest = usize::MAX.to_string();
        let server = LESSON.server().args(["--max-content", &largest]).listen()?;
        let chunked = form_head(0, "").replace("Content-Length: 0", "Transfer-Encoding: chunked");
        for request in [form("a=some+text"), chunked.clone() + "b\r\na=some+text\r\n0\r\n\r\n"] {
            let reply = answer(&server, request)?;
            reply.expect_status(200)?;
            reply.expect("a page with what was sent", contains(&reply.content, "some text"))?;
        }
        // Who announces much has sent nothing yet.
        let mut boaster = server.connect()?;
        boaster.send(form_head(usize::MAX / 2, "Expect: 100-continue\r\n"))?;
        boaster.reply("POST")?.expect_status(100)?;
        expect_service(&server)?;
        // Nor does it end anything but its own request when it breaks off.
        boaster.finish()?;
        read_until_it_ends(&boaster)?;
        let strict = LESSON.server().args(["--max-content", "0"]).listen()?;
        answer(&strict, form(""))?.expect_status(200)?;
        answer(&strict, form("a"))?.expect_status(413)?;
        answer(&strict, chunked + "1\r\na\r\n0\r\n\r\n")?.expect_status(413)
    })
}

/// proves: 9112-9.6-lingering-close
#[test]
fn the_server_does_not_lose_its_last_answer_to_a_reset() -> Verdict {
    let teach = Teach {
        wrong: "the answer to a request with much content was lost",
        why: "Closing with octets unread resets the connection, and the reset can overtake the answer. Read on for a while. (RFC 9112 section 9.6)",
        book: "One connection",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-content", "10"]).listen()?;
        for _ in 0..10 {
            let mut client = server.connect()?;
            client.send(form_head(1024 * 1024, "") + &"x".repeat(1024 * 1024))?;
            client.finish()?;
            client.reply_and_close("POST")?.expect_status(413)?;
        }
        // What is sent behind the answer meets no reset either.
        let mut client = server.connect()?;
        client.send(form_head(1024 * 1024, "") + &"x".repeat(100))?;
        client.reply("POST")?.expect_status(413)?;
        client.send_split(["x".repeat(100), "x".repeat(1024 * 1024 - 200)])?;
        client.finish()?;
        client.expect_close()?;
        Ok(())
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: how it ends

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    let teach = Teach {
        wrong: "Ctrl-C or SIGTERM did not end the server with exit status 0",
        why: "Who stops a server with Ctrl-C, or the system with SIGTERM, expects it to end, and at once when it has nothing to do. The thread that waits in wait_for_stop goes on when `stopping` is set and `changed` wakes it.",
        book: "How it ends",
    };
    LESSON.check(teach, || {
        for signal in ["INT", "TERM"] {
            let server = LESSON.server().listen()?;
            expect_service(&server)?;
            server.signal(signal)?;
            server.expect_end(0)?;
        }
        Ok(())
    })
}

/// proves: 9112-9.6-announce-close
/// proves: 9112-9.5-graceful-timeout
#[cfg(unix)]
#[test]
fn the_server_finishes_the_answers_in_flight() -> Verdict {
    let teach = Teach {
        wrong: "after Ctrl-C a request that was being answered was lost, or an idle connection stayed open",
        why: "A request that has begun is finished, and its answer says Connection: close. Who only waits is sent away. (RFC 9112 section 9.6)",
        book: "How it ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut idle = (0..4).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
        for used in &mut idle[..2] {
            used.send(WELCOME)?;
            used.reply("GET")?.expect_status(200)?;
        }
        let mut busy = server.connect()?;
        busy.send(form_head(3, "Expect: 100-continue\r\n"))?;
        busy.reply("POST")?.expect_status(100)?;
        let mut begun = server.connect()?;
        begun.send_split([&WELCOME[..20], ""])?;
        server.interrupt()?;
        for idle in &mut idle {
            expect_silent_close(idle)?;
        }
        expect_to_go_on(&server)?;
        if !cfg!(target_os = "linux") {
            harness::left_out("a client that comes after Ctrl-C", "this system may still take its connection")?;
        } else if server.connect().is_ok() {
            let expected = "nobody listens any more: a new client is refused";
            return Err(Failure::wrong().row("expected", expected).row("came", "the connection was taken"));
        }
        begun.send(&WELCOME[20..])?;
        busy.send("a=b")?;
        for reply in [begun.reply_and_close("GET")?, busy.reply_and_close("POST")?] {
            reply.expect_status(200)?;
            reply.expect(
                "Connection: close, for the server ends",
                reply.field("Connection").is_some_and(|option| option.eq_ignore_ascii_case("close")),
            )?;
        }
        server.expect_end(0).map(drop)
    })
}

#[cfg(unix)]
#[test]
fn the_server_does_not_wait_for_ever_when_it_ends() -> Verdict {
    let teach = Teach {
        wrong: "after Ctrl-C the server waited too long for a client that does not go on, or not at all",
        why: "Finishing has a limit (--grace), and a second Ctrl-C ends the server at once.",
        book: "How it ends",
    };
    LESSON.check(teach, || {
        for (grace, signals, status) in [("0.1", 1, 0), ("100", 2, 1)] {
            let server = LESSON.server().args(["--grace", grace]).listen()?;
            let (mut idle, mut busy) = (server.connect()?, server.connect()?);
            busy.send(form_head(3, "Expect: 100-continue\r\n"))?;
            busy.reply("POST")?.expect_status(100)?;
            server.interrupt()?;
            expect_silent_close(&mut idle)?;
            if signals == 2 {
                // It waits for the other one.
                expect_to_go_on(&server)?;
                server.interrupt()?;
            }
            server.expect_end(status)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    let teach = Teach {
        wrong: "the server did not say that its address is in use",
        why: "One line that says what failed, where, and what to try is worth more than a panic.",
        book: "Run",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let second = LESSON.server().arg("--addr").arg(server.addr().to_string()).start()?;
        second.expect_end(1)?.expect_error_line(&[&server.addr().to_string()])
    })
}

#[cfg(not(target_os = "linux"))]
harness::tests_left_out! {
    the_server_uses_its_threads_again: "this system does not tell what a program has open, and how many threads it has",
    the_server_sleeps_while_its_clients_do: "this system does not tell how often a program wakes",
}

#[cfg(not(unix))]
harness::tests_left_out! {
    the_server_gives_nobody_up_because_of_a_signal: "no signal interrupts a write on this system",
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
    the_server_finishes_the_answers_in_flight: "a test cannot send Ctrl-C on this system",
    the_server_does_not_wait_for_ever_when_it_ends: "a test cannot send Ctrl-C on this system",
}
