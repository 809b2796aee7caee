//! Graded tests of lesson 14: a whole server, with a bound on everything that a client can make grow. What the driver under
//! it does, the tests of lesson 12 prove.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

use std::fmt::Display;
use std::io::{ErrorKind, Read};
use std::time::Duration;

use harness::{Failure, Folder, Lesson, Peer, Reply, Server, Teach, Verdict, test};
use predicates::prelude::*;

#[path = "14_responder/cookies.rs"]
mod cookies;
#[path = "14_responder/credentials.rs"]
mod credentials;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON, [credentials, cookies]);

/// A request for the first page.
const WELCOME: &str = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// The same, and the connection ends after the response.
const LAST: &str = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// The head of a form of so many octets.
fn form_head(octets: impl Display, lines: &str) -> String {
    format!(
        "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {octets}\r\n{lines}\r\n"
    )
}

fn form(content: &str) -> String {
    form_head(content.len(), "") + content
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

/// Sends a request and reads its response and the close after it.
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

#[test]
fn the_server_reads_a_name_out_of_a_path() -> Verdict {
    let teach = Teach {
        wrong: "/hello/ with a name after it was not answered with a greeting for that name, or another path was",
        why: "A route with {name} stands for all paths with one segment there that is not empty, and is text without its escapes. An escaped slash parts nothing.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for (path, greeting) in [
            ("/hello/Ada", "Hello Ada\n"),
            ("/hello/J%C3%BCrgen", "Hello Jürgen\n"),
            ("/%68ello/a%2Fb", "Hello a/b\n"),
            ("/hello/%257B", "Hello %7B\n"),
            ("/hello/./x/../Eve?a=b", "Hello Eve\n"),
        ] {
            let reply = answer(&server, WELCOME.replace(" / ", &format!(" {path} ")))?;
            reply.expect_status(200)?;
            reply.expect(&format!("the text {greeting:?}"), reply.content == greeting.as_bytes())?;
        }
        for path in ["/hello", "/hello/", "/hello/a/b", "/hello/a/", "/hello//a", "/hello/%FF", "/Hello/Ada"] {
            answer(&server, WELCOME.replace(" / ", &format!(" {path} ")))?.expect_status(404)?;
        }
        Ok(())
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
fn the_server_dates_each_response() -> Verdict {
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
fn the_server_writes_a_line_for_each_response() -> Verdict {
    let teach = Teach {
        wrong: "the log on stderr does not say who asked for what, and what was answered",
        why: "Who runs a server has nothing but its log: a line for each response, with client, request, status and octets. With --quiet there is none.",
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
        why: "Whatever is asked, a response has its Date, its length, its type, and no content after HEAD. (RFC 9110)",
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

#[test]
fn the_server_answers_a_request_that_was_cut_off() -> Verdict {
    let teach = Teach {
        wrong: "a request that ended in the middle was not answered with 400",
        why: "The client has closed its sending side and may still read. end_of_input() returns the error when something is missing, and then reading content fails with it: hand both on.",
        book: "The driver under it",
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
        book: "The driver under it",
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
        book: "The driver under it",
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
        why: "A limit can be any number. One more than the largest one may be 0, or a crash; and memory is for what \
              has come, not for what may come.",
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

// ---------------------------------------------------------------------------------------------------------------------
// The server: how it ends

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    let teach = Teach {
        wrong: "Ctrl-C or SIGTERM did not end the server with exit status 0",
        why: "Who stops a server with Ctrl-C, or the system with SIGTERM, expects it to end, and at once when it has \
              nothing to do. What waits for that has to be woken at once: a look now and then is late.",
        book: "The driver under it",
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

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    let teach = Teach {
        wrong: "the server did not say that its address is in use",
        why: "One line that says what failed, where, and what to try is worth more than a crash.",
        book: "Run",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let second = LESSON.server().arg("--addr").arg(server.addr().to_string()).start()?;
        second.expect_end(1)?.expect_error_line(&[&server.addr().to_string()])
    })
}

#[cfg(not(unix))]
harness::tests_left_out! {
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
}
