//! Applications on the library: what handlers get, what becomes of what they return, and of what they do wrong.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use responder::{EntityTag, Error, Method, Responder, Response, Settings, Status, Stopper, Validators};

/// A server that runs in a thread of its own until it is dropped.
struct Running {
    addr: SocketAddr,
    stopper: Stopper,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Running {
    fn start(responder: Responder) -> Self {
        let server = responder.bind("127.0.0.1:0").expect("a free port");
        let (addr, stopper) = (server.local_addr().expect("it listens"), server.stopper());
        Self { addr, stopper, thread: Some(thread::spawn(|| server.run())) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.addr).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
        stream
    }

    /// Sends octets, closes that side, and reads until the server closes its side.
    fn ask(&self, request: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect();
        // A server that has enough closes at any time; what it said before counts.
        let _ = stream.write_all(request.as_ref()).and_then(|()| stream.shutdown(Shutdown::Write));
        let answer = read_to_end(&mut stream);
        let checked = harness::check_conversation(request.as_ref(), answer.as_bytes(), false);
        checked.unwrap_or_else(|violation| panic!("{violation}"));
        answer
    }

    fn stop(&mut self) {
        self.stopper.stop();
        if let Some(thread) = self.thread.take() {
            thread.join().expect("it does not panic").expect("it ends well");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

fn read_to_end(stream: &mut TcpStream) -> String {
    let mut octets = Vec::new();
    // A reset ends what comes, too.
    let _ = stream.read_to_end(&mut octets);
    String::from_utf8_lossy(&octets).into_owned()
}

fn quiet() -> Settings {
    Settings { log: false, ..Settings::default() }
}

fn app() -> Responder {
    Responder::new().settings(quiet())
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n")
}

fn content(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, content)| content)
}

/// proves: 9110-4.2.3-equivalent-uris
#[test]
fn paths_lead_to_handlers() {
    let server = Running::start(
        app()
            .get("/hello", |_| Ok(Response::text("literal")))
            .get("/{name}", |request| Ok(Response::text(format!("name {}", request.parameter("name")))))
            .get("/{a}/{b}/", |request| {
                Ok(Response::text(format!("{} {}", request.parameter("a"), request.parameter("b"))))
            })
            .get("/query", |request| Ok(Response::text(request.query("q").collect::<Vec<_>>().join("; ")))),
    );
    for (path, expected) in [
        ("/hello", "literal"),
        ("/%68ell%6F", "literal"),
        ("/Hello", "name Hello"),
        ("/J%C3%BCrgen%20", "name Jürgen "),
        ("/x%2Fy", "name x/y"),
        ("/1/2/", "1 2"),
        ("/query?q=a+b&r=c&q=%26", "a b; &"),
        ("http://elsewhere/hello", "literal"),
    ] {
        let answer = server.ask(get(path));
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{path}: {answer}");
        assert_eq!(content(&answer), expected, "{path}");
    }
    for path in ["/", "/1/2", "/1//", "/1/2/3/", "/hello/"] {
        assert!(server.ask(get(path)).starts_with("HTTP/1.1 404 "), "{path}");
    }
}

/// proves: 9110-9.3.7-options-fields
/// proves: 9110-15.5.20-misdirected-421
/// proves: 9110-9.3.6-optional
#[test]
fn methods_are_those_of_the_handlers() {
    let purge = Method::new(b"PURGE").expect("a token");
    let server = Running::start(
        app()
            .get("/", |_| Ok(Response::text("get")))
            .post("/", |_| Ok(Response::text("post")))
            .on(purge, "/", |_| Ok(Response::new(Status::NO_CONTENT)))
            .on(Method::Put, "/put", |_| Ok(Response::new(Status::CREATED))),
    );
    let ask = |start: &str| server.ask(format!("{start} HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert!(ask("HEAD /").ends_with("Content-Length: 3\r\n\r\n"));
    assert!(ask("PURGE /").starts_with("HTTP/1.1 204 "));
    assert!(ask("OPTIONS /").contains("\r\nAllow: GET, HEAD, OPTIONS, POST, PURGE\r\n"));
    assert!(ask("OPTIONS *").contains("\r\nAllow: GET, HEAD, OPTIONS, POST, PURGE, PUT\r\n"));
    assert!(ask("OPTIONS http://a").contains("PUT"));
    let refused = ask("GET /put");
    assert!(refused.starts_with("HTTP/1.1 405 ") && refused.contains("\r\nAllow: OPTIONS, PUT\r\n"), "{refused}");
    for (start, status) in [
        ("PURGE /put", "405"),
        ("TRACE /", "405"),
        ("CONNECT a:1", "501"),
        ("MOVE /", "501"),
        ("GET https://a/", "421"),
    ] {
        assert!(ask(start).starts_with(&format!("HTTP/1.1 {status} ")), "{start}");
    }
}

#[test]
fn a_handler_that_fails_or_panics_is_answered_for() {
    let server = Running::start(
        app()
            .get("/ok", |_| Ok(Response::text("ok")))
            .get("/io", |_| Err(io::Error::other("secret"))?)
            .get("/parse", |request| Ok(Response::text(request.path().parse::<u8>()?.to_string())))
            .get("/panic", |_| panic!("on purpose"))
            .get("/own", |_| Err(Error::new(Status::CONFLICT, "<not now>").field("X-Why", "later")?))
            .get("/informational", |_| Ok(Response::new(Status::CONTINUE)))
            .get("/late-panic", |_| {
                Ok(Response::writing("text/plain", |out| {
                    out.write_all(b"half")?;
                    out.flush()?;
                    panic!("on purpose")
                }))
            }),
    );
    let all = ["/io", "/ok", "/parse", "/panic", "/own", "/informational", "/ok"].map(get).concat();
    let answers = server.ask(all);
    let statuses: Vec<&str> = answers.split("HTTP/1.1 ").skip(1).map(|answer| &answer[..3]).collect();
    assert_eq!(statuses, ["500", "200", "500", "500", "409", "500", "200"]);
    assert!(!answers.contains("secret") && !answers.contains("on purpose"));
    assert!(answers.contains("X-Why: later\r\n") && answers.contains("<p>&lt;not now&gt;</p>"));
    let half = server.ask(get("/late-panic"));
    assert!(half.contains("half") && !half.ends_with("0\r\n\r\n"), "{half}");
    assert!(server.ask(get("/ok")).starts_with("HTTP/1.1 200 "));
}

/// proves: 9112-6.1-no-te-to-http10
/// proves: 9110-8.6-cl-when-known
#[test]
fn content_is_framed_by_what_is_known_about_it() {
    let server = Running::start(
        app()
            .get("/short", |_| Ok(Response::writing("text/plain", |out| out.write_all(b"short"))))
            .get("/long", |_| Ok(Response::writing("text/plain", |out| out.write_all("x".repeat(40_000).as_bytes()))))
            .get("/flushed", |_| {
                Ok(Response::writing("text/plain", |out| {
                    out.write_all(b"a")?;
                    out.flush()?;
                    out.write_all(b"b")
                }))
            })
            .get("/read", |_| Ok(Response::reading("text/plain", io::repeat(b'r').take(3), None)))
            .get("/known", |_| Ok(Response::reading("text/plain", io::repeat(b'r'), Some(3))))
            .get("/fails", |_| {
                Ok(Response::writing("text/plain", |out| {
                    out.write_all(b"unsent")?;
                    Err(io::Error::other("on purpose"))
                }))
            })
            .get("/missing", |_| Ok(Response::reading("text/plain", io::repeat(b'r').take(200_000), Some(300_000)))),
    );
    assert!(server.ask(get("/short")).ends_with("Content-Length: 5\r\n\r\nshort"));
    assert!(server.ask(get("/known")).ends_with("Content-Length: 3\r\n\r\nrrr"));
    assert!(server.ask(get("/read")).ends_with("Transfer-Encoding: chunked\r\n\r\n3\r\nrrr\r\n0\r\n\r\n"));
    assert!(server.ask(get("/flushed")).ends_with("\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n"));
    let long = server.ask(get("/long"));
    assert!(long.contains("Transfer-Encoding: chunked") && content(&long).matches('x').count() == 40_000);
    let old = server.ask("GET /read HTTP/1.0\r\n\r\n");
    assert!(old.ends_with("Connection: close\r\n\r\nrrr") && !old.contains("Content-Length"), "{old}");
    let head = server.ask(get("/long").replace("GET", "HEAD"));
    assert!(head.ends_with("\r\n\r\n"), "{head}");
    // What fails before anything has left is answered as an error.
    assert!(server.ask([get("/short"), get("/fails")].concat()).contains("shortHTTP/1.1 500 "));
    // Later it does not become a whole response, and nothing else follows it.
    let missing = server.ask([get("/missing"), get("/short")].concat());
    assert!(missing.contains("Content-Length: 300000") && !missing.contains("short"), "{missing}");
}

/// proves: 9110-12.5.3-ae-in-415
/// proves: 9112-9.3-read-or-close
/// proves: 9110-12.5.3-no-ae-in-415
/// proves: 9112-7.1.2-store-separately
/// proves: 9110-14.4-request-ignored
#[test]
fn content_is_read_when_the_handler_reads_it() {
    let settings = Settings { content: 5, ..quiet() };
    let server = Running::start(
        Responder::new()
            .settings(settings)
            .post("/text", |request| Ok(Response::text(request.text()?)))
            .post("/form", |request| Ok(Response::text(format!("{:?}", request.form()?))))
            .post("/first", |request| {
                let mut first = [0; 2];
                request.content().read_exact(&mut first)?;
                Ok(Response::octets("text/plain", first.to_vec()))
            })
            .post("/trailers", |request| {
                io::copy(&mut request.content(), &mut io::sink())?;
                let trailers = request.content().trailers().unwrap_or_default();
                Ok(Response::text(format!("{trailers:?}")))
            })
            .post("/echo", |request| Ok(Response::reading("text/plain", request.content(), request.content().length())))
            .post("/ignore", |_| Ok(Response::text("ignored"))),
    );
    let post = |path: &str, fields: &str, content: &str| {
        format!("POST {path} HTTP/1.1\r\nHost: a\r\n{fields}Content-Length: {}\r\n\r\n{content}", content.len())
    };
    let chunked = |path: &str, chunks: &str| {
        format!("POST {path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}")
    };
    let status = |answer: String| answer.get(9..12).unwrap_or_default().to_owned();
    assert_eq!(content(&server.ask(post("/text", "", "12345"))), "12345");
    assert_eq!(content(&server.ask(chunked("/text", "2\r\n12\r\n3\r\n345\r\n0\r\n\r\n"))), "12345");
    assert_eq!(status(server.ask(post("/text", "", "123456"))), "413");
    assert_eq!(status(server.ask(chunked("/text", "3\r\n123\r\n3\r\n456\r\n0\r\n\r\n"))), "413");
    assert_eq!(status(server.ask(chunked("/text", "3\r\n1234\r\n0\r\n\r\n"))), "400");
    assert_eq!(status(server.ask(chunked("/text", "3\r\n12"))), "400");
    assert_eq!(status(server.ask(chunked("/echo", "3\r\n123\r\n3\r\n1234\r\n0\r\n\r\n"))), "400");
    // Also where nobody reads it, as far as it is here.
    for chunks in ["x\r\n", "3\r\nabcd\r\n0\r\n\r\n", "3\nabc\r\n0\r\n\r\n", "0\r\nX : y\r\n\r\n"] {
        let answer = server.ask(chunked("/ignore", chunks));
        assert!(
            answer.starts_with("HTTP/1.1 400 ") && answer.contains("\r\nConnection: close\r\n"),
            "{chunks:?}: {answer}"
        );
        assert_eq!(status(server.ask(chunked("/nothing", chunks))), "400", "{chunks:?}");
    }
    // And where much of it is still to come, nobody waits for it.
    let begun = server.ask("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nabc");
    assert!(begun.starts_with("HTTP/1.1 200 ") && begun.contains("\r\nConnection: close\r\n"), "{begun}");
    // More than comes in one read, and less than is sent at once.
    let long = format!("1388\r\n{}\r\n", "a".repeat(5000));
    assert_eq!(status(server.ask(chunked("/echo", &format!("{long}x\r\n")))), "400");
    let whole = server.ask(chunked("/echo", &format!("{long}0\r\n\r\n")));
    assert!(whole.contains("\r\nContent-Length: 5000\r\n"), "{whole}");
    assert_eq!(content(&server.ask(chunked("/echo", "0\r\n\r\n"))), "");
    assert_eq!(content(&server.ask(post("/echo", "", "123456"))), "123456");
    assert_eq!(status(server.ask(b"POST /text HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n\xff")), "400");
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    assert_eq!(content(&server.ask(post("/form", form, "a=+&b"))), "[(\"a\", \" \"), (\"b\", \"\")]");
    let other_type = server.ask(post("/form", "", "a=b"));
    assert!(other_type.starts_with("HTTP/1.1 415 ") && !other_type.contains("Accept-Encoding"), "{other_type}");
    let coded = server.ask(post("/form", &format!("{form}Content-Encoding: gzip\r\n"), "a=b"));
    assert!(coded.starts_with("HTTP/1.1 415 ") && coded.contains("\r\nAccept-Encoding: identity\r\n"), "{coded}");
    assert_eq!(content(&server.ask(chunked("/trailers", "1\r\na\r\n0\r\nX: y\r\n\r\n"))), "[X: y]");
    assert_eq!(content(&server.ask(post("/text", "Content-Range: bytes 0-1/9\r\n", "12345"))), "12345");
    // What a handler leaves is not taken for the next request.
    let two = server.ask([post("/first", "", "GET / HTTP/1.1\r\n\r\n"), post("/ignore", "", "abc"), get("/")].concat());
    assert!(two.contains("\r\n\r\nGEHTTP/1.1 200") && two.contains("ignoredHTTP/1.1 404"), "{two}");
}

/// proves: 9110-10.1.1-immediate
/// proves: 9110-10.1.1-no-wait
/// proves: 9110-10.1.1-case
/// proves: 9110-10.1.1-final-after-100
/// proves: 9110-10.1.1-unknown-417
#[test]
fn a_client_that_waits_for_100_gets_it_when_the_content_is_read() {
    let settings = Settings { content: 5, ..quiet() };
    let server = Running::start(
        Responder::new()
            .settings(settings)
            .post("/text", |request| Ok(Response::text(request.text()?)))
            .post("/echo", |request| Ok(Response::reading("text/plain", request.content(), None)))
            .post("/ignore", |_| Ok(Response::text("ignored"))),
    );
    let ask = |path: &str, length: usize, expect: &str| {
        let mut stream = server.connect();
        let head = format!("POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\nExpect: {expect}\r\n\r\n");
        stream.write_all(head.as_bytes()).expect("it reads");
        let mut first = vec![0; 1000];
        let count = stream.read(&mut first).expect("it answers");
        (stream, String::from_utf8_lossy(&first[..count]).into_owned())
    };
    for path in ["/text", "/echo"] {
        let (mut stream, interim) = ask(path, 5, "100-Continue");
        assert_eq!(interim, "HTTP/1.1 100 Continue\r\n\r\n");
        stream.write_all(b"hello").and_then(|()| stream.shutdown(Shutdown::Write)).expect("it reads");
        let answer = read_to_end(&mut stream);
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("hello"), "{answer}");
    }
    for (path, length, expect, status) in
        [("/text", 6, "100-continue", "413"), ("/ignore", 5, "100-continue", "200"), ("/text", 5, "the moon", "417")]
    {
        let (_, answer) = ask(path, length, expect);
        assert_eq!(answer.get(9..12), Some(status), "{answer}");
    }
}

/// A client that expects something and gets its final response need not send its content any more. What it sends next must
/// not be taken for that content, so the connection closes, however the response came about.
///
/// proves: 9110-10.1.1-early-final
#[test]
fn a_final_response_before_expected_content_is_the_last() {
    let settings = Settings { content: 5, ..quiet() };
    let server = Running::start(
        Responder::new()
            .settings(settings)
            .get("/", |_| Ok(Response::text("page")))
            .on(Method::Put, "/", |_| Ok(Response::new(Status::NO_CONTENT)))
            .post("/text", |request| Ok(Response::text(request.text()?)))
            .post("/form", |request| Ok(Response::text(format!("{:?}", request.form()?))))
            .post("/ignore", |_| Ok(Response::text("ignored")))
            .post("/written", |_| {
                Ok(Response::writing("text/plain", |out| (0..9).try_for_each(|n| write!(out, "{n}"))))
            })
            .post("/read", |_| Ok(Response::reading("text/plain", io::repeat(b'r').take(3), None)))
            .post("/see-other", |_| Response::see_other("/"))
            .post("/refused", |_| Err(Error::new(Status::FORBIDDEN, "No.")))
            .post("/io", |_| Err(io::Error::other("secret"))?)
            .post("/panic", |_| panic!("on purpose")),
    );
    let early = [
        ("POST /ignore", "200"),
        ("POST /written", "200"),
        ("POST /read", "200"),
        ("POST /see-other", "303"),
        ("POST /refused", "403"),
        ("POST /io", "500"),
        ("POST /panic", "500"),
        ("POST /text", "413"),
        ("POST /form", "415"),
        ("POST /nothing", "404"),
        ("POST /", "405"),
        ("MOVE /", "501"),
        ("GET /", "200"),
        ("HEAD /", "200"),
        ("PUT /", "204"),
        ("OPTIONS /", "200"),
        ("OPTIONS *", "200"),
    ];
    let next = get("/");
    for (start, status) in early {
        for expect in ["100-continue", "100-continue, x", "x"] {
            for framing in ["Content-Length: 60", "Transfer-Encoding: chunked"] {
                // Content of unknown length is asked for.
                if start == "POST /text" && framing.starts_with("Transfer") && expect == "100-continue" {
                    continue;
                }
                let mut stream = server.connect();
                let head = format!("{start} HTTP/1.1\r\nHost: a\r\nExpect: {expect}\r\n{framing}\r\n\r\n");
                stream.write_all(head.as_bytes()).expect("it reads");
                let mut first = [0; 1];
                stream.read_exact(&mut first).expect("it answers");
                let _ = stream.write_all(next.as_bytes()).and_then(|()| stream.shutdown(Shutdown::Write));
                let answer = format!("{}{}", char::from(first[0]), read_to_end(&mut stream));
                let sent = head.replace("\r\n", " ");
                let expected = if expect == "100-continue" || status == "501" { status } else { "417" };
                assert_eq!(answer.get(9..12), Some(expected), "{sent}: {answer}");
                assert!(answer.contains("\r\nConnection: close\r\n"), "{sent}: {answer}");
                assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{sent}: {answer}");
            }
        }
    }
    // HTTP/1.0 has no expectations, and clients that have some all the same.
    let old = "POST /ignore HTTP/1.0\r\nConnection: keep-alive\r\nExpect: 100-continue\r\nContent-Length: 60\r\n\r\n";
    let mut stream = server.connect();
    stream.write_all(old.as_bytes()).and_then(|()| stream.read_exact(&mut [0; 9])).expect("it answers");
    let _ = stream.write_all(next.as_bytes()).and_then(|()| stream.shutdown(Shutdown::Write));
    let answer = read_to_end(&mut stream);
    assert!(answer.contains("\r\nConnection: close\r\n") && !answer.contains("HTTP/1.1"), "{answer}");
}

#[test]
fn a_server_that_stops_finishes_what_it_has_begun() {
    let (enter, entered) = mpsc::channel();
    let (finish, told) = mpsc::channel::<()>();
    let told = std::sync::Mutex::new(told);
    let mut server = Running::start(app().get("/slow", move |_| {
        let _ = enter.send(());
        let _ = told.lock().map(|told| told.recv());
        Ok(Response::text("done"))
    }));
    let (mut idle, mut busy) = (server.connect(), server.connect());
    busy.write_all(get("/slow").as_bytes()).expect("it reads");
    entered.recv().expect("the handler runs");
    server.stopper.stop();
    assert_eq!(read_to_end(&mut idle), "");
    finish.send(()).expect("the handler waits");
    let answer = read_to_end(&mut busy);
    assert!(answer.contains("Connection: close\r\n") && answer.ends_with("\r\n\r\ndone"), "{answer}");
    server.stop();
    assert!(TcpStream::connect(server.addr).is_err());
}

#[test]
fn what_takes_too_long_is_broken_off_when_the_server_stops() {
    let mut settings = quiet();
    settings.threads.grace = Duration::from_millis(50);
    let mut server =
        Running::start(Responder::new().settings(settings).post("/", |request| Ok(Response::text(request.text()?))));
    let mut client = server.connect();
    client
        .write_all(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        .expect("it reads");
    client.read_exact(&mut [0; 25]).expect("it waits for content");
    server.stop();
    assert!(!read_to_end(&mut client).contains(" 200 "));
}

/// As many connections as that, and no log.
fn with_connections(connections: usize) -> Settings {
    let mut settings = quiet();
    settings.threads.connections = connections;
    settings
}

/// A page, and an upload whose handler is at work until it is whole.
fn bounded(settings: Settings) -> Responder {
    let responder = Responder::new().settings(settings).get("/", |_| Ok(Response::text("ok")));
    responder.post("/", |request| Ok(Response::text(request.text()?)))
}

/// A client that is being answered.
fn busy(server: &Running) -> TcpStream {
    let mut client = server.connect();
    let head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
    client.write_all(head).and_then(|()| client.read_exact(&mut [0; 25])).expect("it waits for content");
    client
}

/// Lets it have its response.
fn finish(client: &mut TcpStream) {
    client.write_all(b"hello").and_then(|()| client.shutdown(Shutdown::Write)).expect("it reads");
    let answer = read_to_end(client);
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("hello"), "{answer}");
}

/// A client that was answered, and whose connection goes on.
fn answered(server: &Running) -> TcpStream {
    let mut client = server.connect();
    client.write_all(get("/").as_bytes()).expect("it reads");
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\nok") {
        let mut piece = [0; 500];
        let count = client.read(&mut piece).expect("it answers");
        assert!(count > 0, "the connection ended: {}", answer.escape_ascii());
        answer.extend_from_slice(&piece[..count]);
    }
    client
}

#[test]
fn connections_that_wait_for_their_clients_make_room_for_new_ones() {
    let silent = |server: &Running| server.connect();
    let half_a_head = |server: &Running| {
        let mut client = server.connect();
        client.write_all(b"GET / HTTP/1.1\r\nHos").expect("it reads");
        client
    };
    let last_word_said = |server: &Running| {
        // Its connection stays until it closes, or has lingered for long enough.
        let mut client = server.connect();
        client.write_all(b"BAD\r\n\r\n").and_then(|()| client.read_exact(&mut [0; 15])).expect("it answers");
        client
    };
    let kinds: [&dyn Fn(&Running) -> TcpStream; 4] = [&silent, &half_a_head, &answered, &last_word_said];
    for kind in kinds {
        let mut settings = with_connections(4);
        settings.threads.connection.timeouts = connection::Timeouts::all(Duration::from_mins(1));
        settings.threads.connection.timeouts.linger = Duration::from_mins(1);
        let server = Running::start(bounded(settings));
        let mut working = busy(&server);
        let mut waiting: Vec<_> = (0..3).map(|_| kind(&server)).collect();
        // They are let in one after the other, by several threads.
        thread::sleep(Duration::from_millis(50));
        let mut guests: Vec<_> = (0..3).map(|_| answered(&server)).collect();
        for client in &mut waiting {
            assert!(!read_to_end(client).contains(" 503 "));
        }
        // Who was let in last is still there, and the one who waited longest is the next to go.
        let newest = answered(&server);
        assert_eq!(read_to_end(&mut guests[0]), "");
        for guest in &mut guests[1..] {
            guest.write_all(get("/").as_bytes()).and_then(|()| guest.read_exact(&mut [0; 15])).expect("it goes on");
        }
        finish(&mut working);
        drop(newest);
    }
}

#[test]
fn a_thousand_silent_connections_keep_nobody_waiting() {
    let settings = with_connections(100);
    let server = Running::start(bounded(settings));
    let mut working = busy(&server);
    let began = std::time::Instant::now();
    let mut silent = Vec::new();
    for number in 0..1000 {
        silent.push(server.connect());
        if number % 100 == 99 {
            drop(answered(&server));
        }
    }
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    finish(&mut working);
}

#[test]
fn clients_above_the_bound_get_503() {
    let settings = with_connections(2);
    let server = Running::start(bounded(settings));
    let mut guests = [busy(&server), busy(&server)];
    let turned_away = server.ask(get("/"));
    assert!(turned_away.starts_with("HTTP/1.1 503 ") && turned_away.contains("\r\nRetry-After: "), "{turned_away}");
    assert!(content(&turned_away).contains("Try again"));
    assert_eq!(content(&server.ask(get("/").replace("GET", "HEAD"))), "");
    // However many there are, nobody waits behind those who say nothing.
    let silent: Vec<_> = (0..40).map(|_| server.connect()).collect();
    let mut last = server.connect();
    assert!(read_to_end(&mut last).starts_with("HTTP/1.1 503 "));
    for guest in &mut guests {
        finish(guest);
    }
    drop((silent, guests));
    let again = (0..100).any(|_| server.ask(get("/")).starts_with("HTTP/1.1 200 "));
    assert!(again, "places are given back");
}

/// proves: 9110-15.4.2-location
/// proves: 9110-15.4.3-location
/// proves: 9110-15.4.8-location
/// proves: 9110-15.4.9-location
/// proves: 9110-4.2.4-no-userinfo
/// proves: 9112-11.1-no-splitting
/// proves: 9112-2.2-send-no-bare-cr
/// proves: 9110-4.2.1-no-empty-host
/// proves: 9110-4.2.2-no-empty-host
#[test]
fn redirects_have_a_location_and_nothing_else_in_it() {
    let server = Running::start(
        app()
            .get("/{status}/{place}", |request| {
                let status = Status::new(request.parameter("status").parse()?);
                let status = status.ok_or_else(|| Error::new(Status::BAD_REQUEST, "This is no status."))?;
                Response::redirect(status, request.parameter("place"))
            })
            .get("/field/{value}/", |request| Ok(Response::text("").field("X-Value", request.parameter("value"))?)),
    );
    for status in [301, 302, 303, 307, 308] {
        let answer = server.ask(get(&format!("/{status}/%2Fnew%3Fa=b%23c")));
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        assert!(answer.contains("\r\nLocation: /new?a=b#c\r\n"), "{answer}");
    }
    let refused = [
        "/302/a%0d%0aX-Other:%20b",
        "/302/a%0dX-Other:b",
        "/302/a%20b",
        "/302/http:%2f%2fuser%40b%2f",
        "/302/%2f%2fuser%40b%2f",
        "/302/http:%2f%2f%2fb",
        "/302/http:%2f%2f:80%2fb",
        "/302/https:%2f%2f%2fb",
        "/200/a",
        "/304/a",
        "/field/a%0d%0aX-Other:%20b/",
        "/field/a%0dX-Other:%20b/",
        "/field/a%0aX-Other:%20b/",
    ];
    for path in refused {
        let answer = server.ask(get(path));
        assert!(answer.starts_with("HTTP/1.1 500 ") && !answer.contains("X-Other"), "{path}: {answer}");
    }
}

/// proves: 9110-6.6.1-date-accurate
/// proves: 9110-10.1.2-no-from-auth
/// proves: 9110-5.6.7-no-extra-space
/// proves: 9110-5.6.7-send-imf-fixdate
#[test]
fn the_date_is_that_of_the_response_and_from_changes_nothing() {
    let server = Running::start(app().get("/", |_| Ok(Response::text("ok"))));
    let ask = |lines: &str| server.ask(format!("GET / HTTP/1.1\r\nHost: a\r\n{lines}\r\n"));
    let date = |answer: &str| {
        let (_, rest) = answer.split_once("\r\nDate: ").expect("every response has a date");
        assert_eq!(&rest[29..31], "\r\n", "a date of 29 octets");
        httpdate::parse_http_date(&rest[..29]).expect("a date")
    };
    let before = SystemTime::now();
    let answer = ask("");
    let second = Duration::from_secs(1);
    assert!((before - second..=SystemTime::now()).contains(&date(&answer)), "{answer}");
    // It goes on with the clock on one connection, where one thread answers.
    let mut stream = server.connect();
    let mut next = || {
        stream.write_all(get("/").as_bytes()).expect("it reads");
        let mut answer = vec![0; answer.len()];
        stream.read_exact(&mut answer).expect("it answers");
        date(&String::from_utf8_lossy(&answer))
    };
    let first = next();
    while next() == first {
        assert!(first.elapsed().is_ok_and(|elapsed| elapsed < Duration::from_secs(5)), "the date stands still");
    }
    let without_date = |answer: String| answer.lines().filter(|line| !line.starts_with("Date")).collect::<String>();
    for from in ["From: webmaster@example.org\r\n", "From: root\r\n", "From:\r\n"] {
        assert_eq!(without_date(ask(from)), without_date(answer.clone()));
    }
}

/// proves: 9112-6.3-no-body-status
/// proves: 9110-8.6-no-cl-1xx-204
/// proves: 9112-6.1-no-te-1xx-204
/// proves: 9110-15.3.6-no-content
#[test]
fn statuses_without_content_have_none_whatever_a_handler_gives() {
    let status = |request: &responder::Request| Status::new(request.parameter("code").parse().unwrap_or(0));
    let server = Running::start(
        app()
            .get("/octets/{code}", move |request| {
                Ok(Response::text("content").status(status(&request).unwrap_or(Status::OK)))
            })
            .get("/written/{code}", move |request| {
                let status = status(&request).unwrap_or(Status::OK);
                Ok(Response::writing("text/plain", |out| (0..9).try_for_each(|_| out.write_all(&[b'x'; 9000])))
                    .status(status))
            })
            .get("/next", |_| Ok(Response::text("next"))),
    );
    for kind in ["octets", "written"] {
        for (code, reset) in [(204, false), (304, false), (205, true)] {
            let mut stream = server.connect();
            stream.write_all((get(&format!("/{kind}/{code}")) + &get("/next")).as_bytes()).expect("it reads");
            stream.shutdown(Shutdown::Write).expect("it is open");
            let answers = read_to_end(&mut stream);
            let (head, next) = answers.split_once("\r\n\r\n").expect("a head");
            assert!(head.starts_with(&format!("HTTP/1.1 {code} ")), "{answers}");
            assert!(next.starts_with("HTTP/1.1 200 ") && next.ends_with("next"), "{answers}");
            assert_eq!(head.contains("Content-Length: 0"), reset, "{answers}");
            assert!(!head.contains("Transfer-Encoding") && head.matches("Content-Length").count() < 2, "{answers}");
        }
    }
}

/// proves: 9110-5.3-no-repeat
/// proves: 9110-2.2-grammar
#[test]
fn a_field_that_is_no_list_is_sent_once() {
    let server = Running::start(
        app()
            .get("/page", |_| {
                let page = Response::text("a page").field("content-type", "text/x-own")?;
                Ok(page.field("Date", "Sun, 06 Nov 1994 08:49:37 GMT")?)
            })
            .get("/error", |_| Err(Error::new(Status::NOT_FOUND, "none").field("Content-Type", "text/x-own")?)),
    );
    for path in ["/page", "/error"] {
        let mut stream = server.connect();
        stream.write_all(get(path).as_bytes()).and_then(|()| stream.shutdown(Shutdown::Write)).expect("it reads");
        let answer = read_to_end(&mut stream).to_ascii_lowercase();
        for field in ["\r\ncontent-type: ", "\r\ndate: "] {
            assert_eq!(answer.matches(field).count(), 1, "{answer}");
        }
        assert!(answer.contains("\r\ncontent-type: text/x-own\r\n") && !answer.contains(" 1994 "), "{answer}");
    }
}

/// proves: 9110-13.1.1-evaluate
/// proves: 9110-13.1.2-evaluate
/// proves: 9110-13.1.2-other-412
/// proves: 9110-13.1.3-no-date-known
/// proves: 9110-13.1.4-evaluate
/// proves: 9110-13.2.1-errors-first
/// proves: 9110-13.2.1-other-methods
/// proves: 9110-15.4.5-fields
#[test]
fn preconditions_count_for_handlers_too() {
    let current = || Validators::with_etag(EntityTag::strong("v1"));
    let changes = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&changes);
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    let server = Running::start(
        app()
            .get("/plain", |_| Ok(Response::text("plain")))
            .get("/tagged", move |_| {
                let page = Response::text("tagged").field("ETag", "\"v1\"")?.field("Last-Modified", date)?;
                Ok(page.field("Cache-Control", "no-cache")?.field("Vary", "Accept")?.field("X-Other", "y")?)
            })
            .get("/dated", move |_| Ok(Response::text("dated").field("Last-Modified", date)?))
            .get("/gone", |_| Err(Error::new(Status::GONE, "It is no more.")))
            .on(Method::Put, "/tagged", move |request| {
                request.conditions(Some(&current()))?;
                counter.fetch_add(1, Ordering::SeqCst);
                Ok(Response::new(Status::NO_CONTENT))
            })
            .on(Method::Put, "/new", |request| {
                request.conditions(None)?;
                Ok(Response::new(Status::CREATED))
            }),
    );
    let ask = |start: &str, line: &str| {
        let answer = server.ask(format!("{start} HTTP/1.1\r\nHost: a\r\n{line}\r\n\r\n"));
        (answer.get(9..12).unwrap_or_default().to_owned(), answer)
    };
    for (start, line, status) in [
        ("GET /plain", "If-Match: *", "200"),
        ("GET /plain", "If-Match: \"v1\"", "412"),
        ("GET /plain", "If-None-Match: *", "304"),
        ("HEAD /plain", "If-None-Match: *", "304"),
        ("GET /plain", "If-None-Match: \"v1\"", "200"),
        ("GET /plain", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT", "200"),
        ("GET /plain", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT", "200"),
        ("OPTIONS /plain", "If-Match: \"v1\"", "200"),
        ("POST /plain", "If-Match: \"v1\"", "405"),
        ("GET /gone", "If-Match: \"v1\"", "410"),
        ("GET /gone", "If-None-Match: *", "410"),
        ("GET /nowhere", "If-None-Match: *", "404"),
        ("GET /tagged", "If-Match: \"v1\"", "200"),
        ("GET /tagged", "If-Match: W/\"v1\"", "412"),
        ("HEAD /tagged", "If-Match: \"v2\"", "412"),
        ("GET /tagged", "If-None-Match: W/\"v1\"", "304"),
        ("GET /tagged", "If-None-Match: \"v2\"", "200"),
        ("GET /tagged", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT", "304"),
        ("GET /tagged", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT", "412"),
        ("GET /dated", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT", "412"),
        ("GET /dated", "If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT", "200"),
        ("PUT /tagged", "If-Match: \"v2\"", "412"),
        ("PUT /tagged", "If-None-Match: *", "412"),
        ("PUT /tagged", "If-None-Match: \"v1\"", "412"),
        ("PUT /new", "If-Match: *", "412"),
        ("PUT /new", "If-None-Match: *", "201"),
    ] {
        let (came, answer) = ask(start, line);
        assert_eq!(came, status, "{start} with {line}: {answer}");
    }
    assert_eq!(changes.load(Ordering::SeqCst), 0);
    assert_eq!(ask("PUT /tagged", "If-Match: \"v1\"").0, "204");
    assert_eq!(changes.load(Ordering::SeqCst), 1);
    let (_, same) = ask("GET /tagged", "If-None-Match: \"v1\"");
    for line in ["ETag: \"v1\"", "Cache-Control: no-cache", "Vary: Accept", "Date: "] {
        assert!(same.contains(&format!("\r\n{line}")), "{same}");
    }
    for name in ["Content-Type", "Last-Modified", "X-Other", "Content-Length"] {
        assert!(!same.contains(name), "{same}");
    }
    assert!(ask("GET /dated", &format!("If-Modified-Since: {date}")).1.contains("\r\nLast-Modified: "));
}

/// The choice: what a handler makes is sent whole.
///
/// proves: 9110-14.2-may-ignore
/// proves: 9110-13.1.5-unsupported
#[test]
fn what_a_handler_makes_has_no_ranges() {
    let page = || Ok(Response::text("0123456789").field("ETag", "\"v1\"")?);
    let server = Running::start(app().get("/", move |_| page()));
    let without_date = |answer: String| answer.lines().filter(|line| !line.starts_with("Date")).collect::<String>();
    let plain = without_date(server.ask(get("/")));
    assert!(plain.starts_with("HTTP/1.1 200 ") && !plain.contains("Accept-Ranges"), "{plain}");
    for lines in [
        "Range: bytes=0-1\r\n",
        "Range: bytes=99-\r\n",
        "If-Range: \"v1\"\r\nRange: bytes=0-1\r\n",
        "If-Range: \"v2\"\r\nRange: bytes=0-1\r\n",
        "If-Range: \"v2\"\r\n",
    ] {
        let request = format!("GET / HTTP/1.1\r\nHost: a\r\n{lines}\r\n");
        assert_eq!(without_date(server.ask(request)), plain, "{lines}");
    }
}

/// proves: 9110-10.2.4-not-detailed
/// proves: 9110-10.1.5-product-minimal
/// proves: 9110-10.1.5-no-advertising
/// proves: 9110-10.1.5-version-only
#[test]
fn the_server_does_not_name_itself() {
    let server = Running::start(app().get("/", |_| Ok(Response::text("ok"))).get("/panic", |_| panic!("on purpose")));
    for request in
        [get("/"), get("/nowhere"), get("/panic"), get("*"), get("/").replace("GET", "OPTIONS"), "?\r\n".into()]
    {
        let answer = server.ask(&request).to_ascii_lowercase();
        let (head, _) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(!["\r\nserver:", "\r\nx-powered-by:"].iter().any(|name| head.contains(name)), "{head}");
    }
}

/// proves: 9110-5.3-whole-header-first
#[test]
fn nothing_is_done_before_the_head_is_complete() {
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    let server = Running::start(app().post("/", move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        Ok(Response::text("done"))
    }));
    let whole = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
    for length in 0..whole.len() {
        let answer = server.ask(&whole[..length]);
        assert!(!answer.contains("done"));
    }
    assert_eq!(calls.load(Ordering::SeqCst), 0);
    assert!(server.ask(whole).ends_with("done"));
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

/// proves: 9110-15-valid-codes
/// proves: 9110-15.6-explain
/// proves: 9110-15.6.6-explain
#[test]
fn a_handler_sends_final_statuses_only_and_every_failure_is_explained() {
    let server = Running::start(app().get("/panic", |_| panic!("on purpose")).get("/status/{code}", |request| {
        let status = Status::new(request.parameter("code").parse()?);
        let status = status.ok_or_else(|| Error::new(Status::NOT_FOUND, "This is no status."))?;
        Ok(Response::text("A status.").status(status))
    }));
    let statuses = [
        ("099", "404"),
        ("100", "500"),
        ("199", "500"),
        ("200", "200"),
        ("299", "299"),
        ("599", "599"),
        ("600", "404"),
    ];
    for (code, expected) in statuses {
        let answer = server.ask(get(&format!("/status/{code}")));
        assert_eq!(answer.get(9..12), Some(expected), "{code}: {answer}");
    }
    for (request, status) in
        [(get("/panic"), "500"), (get("/").replace("GET", "BREW"), "501"), (get("/").replace("1.1", "2.0"), "505")]
    {
        let answer = server.ask(request);
        assert_eq!(answer.get(9..12), Some(status), "{answer}");
        assert!(content(&answer).contains("<p>"), "{answer}");
        assert!(status != "505" || content(&answer).contains("supports HTTP/1.1"), "{answer}");
    }
}

/// proves: 9110-2.3-defensive
#[test]
fn arbitrary_octets_do_the_server_no_harm() {
    let server = Running::start(
        app()
            .get("/", |_| Ok(Response::text("ok")))
            .post("/", |request| Ok(Response::reading("text/plain", request.content(), None))),
    );
    let starts = ["", "GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"];
    arbtest::arbtest(|data| {
        let start = *data.choose(&starts)?;
        let octets = [start.as_bytes(), data.bytes(data.len())?].concat();
        let answers = server.ask(octets);
        for answer in answers.split("HTTP/1.1 ").skip(1) {
            assert!(!answer.starts_with('5') || answer.starts_with("50"), "{answer}");
        }
        Ok(())
    })
    .budget_ms(500);
    assert!(server.ask(get("/")).ends_with("ok"));
}

/// Paths are brought into their normal form before anything is looked up, so no spelling gets around a route or a folder's
/// own part of the paths.
///
/// proves: 9110-4.2.3-equivalent-uris
#[test]
fn a_path_is_the_same_however_its_dots_are_written() {
    let scratch = harness::Folder::new().expect("a folder");
    for name in ["shown/a", "secret"] {
        scratch.write(name, name).expect("a file");
    }
    let responder = Responder::new()
        .get("/hello/{name}", |request| Ok(Response::text(request.parameter("name").to_owned())))
        .get("/page", |_| Ok(Response::text("page")))
        .folder("/shown/", scratch.path())
        .expect("it is there");
    let server = Running::start(responder);
    let ask = |path: &str| server.ask(format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    for (path, content) in [
        ("/shown/a", "shown/a"),
        ("/x/../shown/./a", "shown/a"),
        ("/shown//a", "shown/a"),
        ("/page", "page"),
        ("/./x/%2e%2e/page", "page"),
        ("/hello/./%62ob", "bob"),
        ("/hello/x/../bob", "bob"),
    ] {
        let answer = ask(path);
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.ends_with(&format!("\r\n\r\n{content}")),
            "{path}: {answer}"
        );
    }
    for path in [
        "/secret",
        "/shown/../secret",
        "/shown/%2E%2e/secret",
        "/shown//../../secret",
        "/shown/..%2fsecret",
        "/hello/..",
        "/hello/.",
        "/hello//bob",
    ] {
        assert!(ask(path).starts_with("HTTP/1.1 404"), "{path}");
    }
}

/// proves: 9110-11.5-realm-quoted
#[test]
fn a_realm_is_one_quoted_string_whatever_stands_in_it() {
    let challenged = |realm: &'static str| {
        let server = Running::start(Responder::new().get("/", move |_| Err(Error::unauthorized(realm))));
        let answer = server.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        let line = answer.lines().find(|line| line.starts_with("WWW-Authenticate: ")).expect("a challenge");
        line.to_owned()
    };
    for (realm, quoted) in [
        ("notes", r#""notes""#),
        (r#"a "b" \c"#, r#""a \"b\" \\c""#),
        ("a\r\nSet-Cookie: b=c", r#""aSet-Cookie: b=c""#),
        ("", r#""""#),
    ] {
        assert_eq!(challenged(realm), format!("WWW-Authenticate: Basic realm={quoted}, charset=\"UTF-8\""));
    }
}

#[test]
fn what_is_for_one_client_is_kept_for_no_other_unless_the_handler_says_so() {
    let server = Running::start(
        Responder::new()
            .get("/", |_| Ok(Response::text("x")))
            .get("/public", |_| Ok(Response::text("x").field("Cache-Control", "public")?))
            .get("/no", |_| Err(Error::forbidden("No."))),
    );
    let kept = |path: &str, lines: &str| {
        let answer = server.ask(format!("GET {path} HTTP/1.1\r\nHost: a\r\n{lines}\r\n"));
        answer.lines().find_map(|line| line.strip_prefix("Cache-Control: ").map(str::to_owned))
    };
    let credentials = "Authorization: Basic YTpi\r\n";
    assert_eq!(kept("/", ""), None);
    assert_eq!(kept("/", credentials).as_deref(), Some("private"));
    assert_eq!(kept("/", "authorization: Other x\r\n").as_deref(), Some("private"));
    assert_eq!(kept("/no", credentials).as_deref(), Some("private"));
    assert_eq!(kept("/public", credentials).as_deref(), Some("public"));
}

#[test]
fn each_cookie_has_a_field_of_its_own_and_what_cannot_stand_in_one_is_refused() {
    use responder::{Cookie, InvalidCookie, SameSite};

    let server = Running::start(Responder::new().get("/", |_| {
        let first = Cookie::new("a", "1")?.path("/")?.max_age(Duration::from_hours(1)).secure();
        let second = Cookie::new("b", "\"2\"")?.http_only().same_site(SameSite::Strict);
        Ok(Response::text("x").cookie(&first).cookie(&second).cookie(&Cookie::removal("c")?))
    }));
    let answer = server.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    let set: Vec<_> = answer.lines().filter_map(|line| line.strip_prefix("Set-Cookie: ")).collect();
    assert_eq!(set, ["a=1; Path=/; Max-Age=3600; Secure", "b=\"2\"; HttpOnly; SameSite=Strict", "c=; Max-Age=0"]);

    for name in ["", "a b", "a=", "a;", "\u{e4}", "a\r\n", "(a)"] {
        assert_eq!(Cookie::new(name, "1"), Err(InvalidCookie), "{name:?}");
    }
    let cookie = Cookie::new("a", "1").unwrap();
    for path in ["", "a", "/;b", "/\n", "/\u{e4}"] {
        assert_eq!(cookie.clone().path(path), Err(InvalidCookie), "{path:?}");
    }
}

#[test]
fn credentials_are_shown_by_nothing() {
    let server = Running::start(
        Responder::new()
            .get("/", |request| Ok(Response::text(format!("{:?}", request.credentials()))))
            .get("/request", |request| Ok(Response::text(format!("{request:?}")))),
    );
    let shown = server.ask("GET /request HTTP/1.1\r\nHost: a\r\nAuthorization: Basic bWU6c2VjcmV0\r\n\r\n");
    assert!(shown.contains("/request") && !shown.contains("bWU6"), "{shown}");
    let answer = server.ask("GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic bWU6c2VjcmV0\r\n\r\n");
    assert!(answer.ends_with("Some(Credentials { user: \"me\", .. })"), "{answer}");
    // Bits that no encoder leaves over make other text of the same octets.
    let odd = server.ask("GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic bWU6c2VjcmV1YQ\r\n\r\n");
    assert!(odd.ends_with("None"), "{odd}");
    let odd = server.ask("GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YTpiYR==\r\n\r\n");
    assert!(odd.ends_with("None"), "{odd}");
}
