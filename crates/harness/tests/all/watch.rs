//! The checker beside the connections of a test: what it finds fails the test, and nothing else changes.
#![cfg(unix)]
// The snapshots are written by snapbox, with or without a need for the hashes.
#![allow(clippy::needless_raw_string_hashes)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use harness::{Lesson, Listener, Peer, Program, Teach, Verdict};
use snapbox::{IntoData, assert_data_eq, str};

const LESSON: Lesson = Lesson::new("lesson-99", "lessons/99-example");

/// For what never comes.
const DEADLINE: Duration = Duration::from_secs(1);
const IN_VAIN: Lesson = LESSON.with_deadline(DEADLINE);

/// How wide the messages are here, whatever the terminal is.
const COLUMNS: usize = 114;

const TEACH: Teach = Teach { wrong: "the page was not sent", why: "Pages are sent.", book: "Pages" };

const GET: &str = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/// A response without content needs no Date when it is a 5xx, so that it is the same on every run.
const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbusy";

fn told(lesson: Lesson, body: impl FnOnce() -> Verdict + Send + 'static) -> String {
    lesson
        .check(TEACH, body)
        .map_or_else(|failure| format!("{}\n", failure.in_columns(COLUMNS)), |()| "passed".to_owned())
}

/// A server that reads one request, sends that text, and does with the connection what `then` says.
fn server(text: &'static str, then: impl FnOnce(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let addr = listener.local_addr().expect("its address");
    thread::spawn(move || {
        let (mut client, _) = listener.accept().expect("a client");
        let mut request = [0; 1024];
        let _ = client.read(&mut request);
        let _ = client.write_all(text.as_bytes());
        then(client);
    });
    addr
}

/// Keeps the connection open until the client closes it.
fn keep(mut client: TcpStream) {
    let _ = client.read_to_end(&mut Vec::new());
}

fn ask(addr: SocketAddr) -> Verdict<Peer> {
    let mut peer = Peer::connect(addr)?;
    peer.send(GET)?;
    Ok(peer)
}

const BOTH: &str = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nbusy";

#[test]
fn what_no_server_may_send_fails_a_test_that_expects_it() {
    let message = told(LESSON, move || ask(server(BOTH, drop))?.expect_all(BOTH));
    assert_data_eq!(
        message.into_data().raw(),
        str![[r#"
wrong: a message has both Content-Length and Transfer-Encoding
  sent      GET / HTTP/1.1␍␊Host: a␍␊␍␊
  came      HTTP/1.1 503 Service Unavailable␍␊Content-Length: 4␍␊Transfer-Encoding: chunked␍␊Connection: close␍␊␍␊
                                                                 ^ here
  rule      9112-6.2-no-cl-with-te
  why       Who goes by one of them finds another end of the message than who goes by the other. (RFC 9112 section
            6.2)
  book      cargo course read 99, "Pages"

"#]]
    );
}

#[test]
fn a_failure_of_the_test_itself_is_not_hidden() {
    let message = told(LESSON, move || ask(server(BOTH, drop))?.expect_all("nothing like it"));
    assert!(message.starts_with("wrong: the page was not sent\n") && !message.contains("9112-6.2"), "{message}");
}

#[test]
fn no_answer_stays_no_answer() {
    let message = told(IN_VAIN, move || ask(server("HTTP/1.1 503 ", keep))?.expect_all(BUSY));
    assert!(message.starts_with("no answer: the page was not sent\n"), "{message}");
    let message = told(LESSON, move || {
        let program = Program::new("sh")
            .args(["-c", "echo \"thread panicked at x:1:\nnot yet implemented: gap 1: read\" >&2"])
            .start()?;
        program.expect_end(0)?;
        ask(server(BOTH, drop))?.expect_all(BOTH)
    });
    assert!(message.starts_with("not started yet: gap 1: read\n"), "{message}");
}

#[test]
fn before_lesson_07_programs_send_what_they_like() {
    for lesson in [LESSON.with_any_octets(), Lesson::new("lesson-06", "lessons/06-naive-http")] {
        assert_eq!(told(lesson, move || ask(server(BOTH, drop))?.expect_all(BOTH)), "passed");
    }
}

#[test]
fn a_connection_that_has_to_be_closed_is_waited_for() {
    assert_eq!(told(LESSON, move || ask(server(BUSY, drop))?.expect(BUSY)), "passed");
    let message = told(IN_VAIN, move || ask(server(BUSY, keep))?.expect(BUSY));
    assert!(message.starts_with("wrong: the connection is still open after a response that was"), "{message}");
    let more =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nContent-Type: a/b\r\nConnection: close\r\n\r\nmore";
    let message = told(LESSON, move || ask(server(more, drop))?.expect(&more[..12]));
    assert_eq!(message, "passed", "what a test does not read is not received");
}

#[test]
fn what_follows_the_last_response_is_waited_for() {
    const DONE: &str = "HTTP/1.1 503 a\r\nContent-Type: a/b\r\nContent-Length: 1\r\n\r\na";
    assert_eq!(told(LESSON, move || ask(server(DONE, keep))?.expect(DONE)), "passed");
    let more = |mut client: TcpStream| {
        keep(client.try_clone().expect("a second handle"));
        let _ = client.write_all(b"more");
    };
    let message = told(LESSON, move || ask(server(DONE, more))?.expect(DONE));
    assert!(message.starts_with("wrong: octets follow after the end of a message"), "{message}");
    // A server that does not care about the client's end is not waited for again and again.
    let hang = |_client: TcpStream| thread::park();
    let begun = Instant::now();
    let message = told(IN_VAIN, move || (0..10).try_for_each(|_| ask(server(DONE, hang))?.expect(DONE)));
    assert!(message == "passed" && begun.elapsed() < 3 * DEADLINE, "{message}");
}

#[test]
fn the_connections_to_one_server_have_to_fit_together() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let addr = listener.local_addr().expect("its address");
    thread::spawn(move || {
        for length in [2, 0] {
            let (mut client, _) = listener.accept().expect("a client");
            let _ = client.read(&mut [0; 1024]);
            let date = httpdate::fmt_http_date(std::time::SystemTime::now());
            let fields = format!("Date: {date}\r\nETag: \"a\"\r\nConnection: close\r\nContent-Length: {length}\r\n");
            let _ = client.write_all(format!("HTTP/1.1 200 OK\r\n{fields}\r\n{}", &"hi"[..length]).as_bytes());
        }
    });
    let message = told(LESSON, move || {
        ask(addr)?.reply_and_close("GET")?;
        let mut peer = Peer::connect(addr)?;
        peer.send(GET.replace("GET", "HEAD"))?;
        peer.reply_and_close("HEAD").map(|_| ())
    });
    assert!(message.starts_with("wrong: Content-Length in the response to HEAD is not the length"), "{message}");
    assert!(message.contains("0 octets, and 2 under the same entity tag before"), "{message}");
}

#[test]
fn what_a_test_breaks_off_may_be_incomplete() {
    let half = &BUSY[..BUSY.len() - 2];
    let message = told(LESSON, move || ask(server(half, drop))?.expect_all(half));
    assert!(message.starts_with("wrong: a message breaks off before its end"), "{message}");
    assert_eq!(told(LESSON, move || ask(server(half, keep))?.expect(half)), "passed");
    assert_eq!(told(LESSON, move || ask(server(half, keep))?.reset()), "passed");
    let killed = told(LESSON, move || {
        let program = Program::new("sh").args(["-c", "exec sleep 60"]).start()?;
        program.signal("KILL")?;
        ask(server(half, drop))?.expect_all(half)
    });
    assert_eq!(killed, "passed");
    let allowed = told(LESSON, move || {
        let mut peer = ask(server(half, drop))?;
        peer.may_break_off();
        peer.expect_all(half)
    });
    assert_eq!(allowed, "passed");
}

#[test]
fn a_socket_of_the_tests_own_use_is_not_checked() {
    let message = told(LESSON, move || {
        let mut peer = Peer::connect(server(BUSY, drop))?;
        let _ = peer.stream().write_all(GET.as_bytes());
        peer.expect_all(BUSY)
    });
    assert_eq!(message, "passed");
}

#[test]
fn one_response_after_the_other_is_read() {
    const TWO: &str = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 a\r\nContent-Type: a/b\r\nTransfer-Encoding: chunked\r\n\r\n\
        1\r\na\r\n0\r\n\r\nHTTP/1.1 500 b\r\nContent-Length: 9\r\n\r\nHTTP/1.1 501 c\r\nContent-Type: a/b\r\nContent-Length: 1\r\n\r\nc";
    let message = told(LESSON, move || {
        let mut peer = Peer::connect(server(TWO, keep))?;
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na")?;
        peer.send(GET.replace("GET", "HEAD"))?;
        peer.send(GET)?;
        for (method, status, content) in [("POST", 100, ""), ("POST", 503, "a"), ("HEAD", 500, ""), ("GET", 501, "c")] {
            let reply = peer.reply(method)?;
            reply.expect_status(status)?;
            reply.expect(content, reply.content == content.as_bytes())?;
        }
        Ok(())
    });
    assert_eq!(message, "passed");
}

#[test]
fn what_no_client_may_send_fails_a_test_that_expects_it() {
    let request = "GET / HTTP/1.1\r\nUser-Agent: a\r\nHost: a\r\n\r\n";
    let message = told(LESSON, move || {
        let listener = Listener::bind()?;
        let addr = listener.addr();
        thread::spawn(move || TcpStream::connect(addr).and_then(|mut stream| stream.write_all(request.as_bytes())));
        listener.accept()?.expect(request)
    });
    assert_data_eq!(
        message.into_data().raw(),
        str![[r#"
wrong: Host is not the first field of a request
  came      GET / HTTP/1.1␍␊User-Agent: a␍␊Host: a␍␊␍␊
                                           ^ here
  rule      9110-7.2-host-first
  why       Whoever passes the request on needs it first. (RFC 9110 section 7.2)
  book      cargo course read 99, "Pages"

"#]]
    );
}
