//! The loops, over a transport that is a script: what is read in one piece, and what is written in one.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the loops read and write")]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::rc::Rc;
use std::time::Duration;

use connection::blocking::{Client, Content, Exchange, Transport, failure, serve};
use connection::{ResponseEvent, Settings, Timeouts};
use request::{Method, RequestHead, Status, Target};
use response::ResponseHead;

/// What the peer does: one read returns one piece, and the end comes behind the last.
#[derive(Clone, Default)]
struct Script(Rc<RefCell<Shared>>);

#[derive(Default)]
struct Shared {
    pieces: VecDeque<Vec<u8>>,
    written: Vec<String>,
    finished: bool,
    /// How many octets one write takes.
    room: Option<usize>,
}

impl Script {
    fn new<'a>(pieces: impl IntoIterator<Item = &'a str>) -> Self {
        let pieces = pieces.into_iter().map(|piece| piece.as_bytes().to_vec()).collect();
        Self(Rc::new(RefCell::new(Shared { pieces, ..Shared::default() })))
    }

    /// The writes, one behind the other.
    fn written(&self) -> Vec<String> {
        self.0.borrow().written.clone()
    }
}

impl Read for Script {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut shared = self.0.borrow_mut();
        let Some(mut piece) = shared.pieces.pop_front() else { return Ok(0) };
        let count = piece.len().min(buffer.len());
        buffer[..count].copy_from_slice(&piece[..count]);
        if count < piece.len() {
            shared.pieces.push_front(piece.split_off(count));
        }
        Ok(count)
    }
}

impl Write for Script {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut shared = self.0.borrow_mut();
        let count = shared.room.unwrap_or(usize::MAX).min(bytes.len());
        shared.written.push(String::from_utf8_lossy(&bytes[..count]).into_owned());
        Ok(count)
    }

    fn write_vectored(&mut self, pieces: &[io::IoSlice<'_>]) -> io::Result<usize> {
        self.write(&pieces.iter().flat_map(|piece| piece.iter().copied()).collect::<Vec<u8>>())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Transport for Script {
    fn set_read_timeout(&self, _: Duration) -> io::Result<()> {
        Ok(())
    }

    fn set_write_timeout(&self, _: Duration) -> io::Result<()> {
        Ok(())
    }

    fn has_input(&self) -> io::Result<bool> {
        Ok(false)
    }

    fn finish(&self) -> io::Result<()> {
        self.0.borrow_mut().finished = true;
        Ok(())
    }
}

/// Echoes content, and says its length where it was said.
fn echo(head: &RequestHead, exchange: &mut Exchange<Script>) -> io::Result<()> {
    let mut content = Vec::new();
    exchange.read_to_end(&mut content)?;
    let answer = ResponseHead::new(Status::OK);
    if head.target.path() == "/long" {
        exchange.respond(answer, None)?;
        exchange.send(&content)?;
        return exchange.end();
    }
    exchange.answer(answer, &content)
}

fn run(script: &Script) -> io::Result<()> {
    serve(script.clone(), Settings::default(), |asked, exchange| match asked {
        Ok(head) => echo(&head, exchange),
        Err(error) => exchange.answer(ResponseHead::new(error.status()), b""),
    })
}

const GET: &str = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const EMPTY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

#[test]
fn answers_to_requests_that_came_together_leave_in_one_write() -> io::Result<()> {
    let script = Script::new([GET, &GET.repeat(16), &GET[..10], &GET[10..]]);
    run(&script)?;
    assert_eq!(script.written(), [EMPTY.to_owned(), EMPTY.repeat(16), EMPTY.to_owned()]);
    assert!(!script.0.borrow().finished, "the client has closed already");
    Ok(())
}

#[test]
fn short_writes_lose_nothing() -> io::Result<()> {
    let content = "content ".repeat(3000);
    let post = format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{content}", content.len());
    for room in [1000, 7, 20_000] {
        let script = Script::new([GET, &post, GET]);
        script.0.borrow_mut().room = Some(room);
        run(&script)?;
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{content}", content.len());
        assert_eq!(script.written().concat(), [EMPTY, &answer, EMPTY].concat());
    }
    Ok(())
}

#[test]
fn chunks_stand_around_large_pieces_too() -> io::Result<()> {
    let content = "x".repeat(20_000);
    let script =
        Script::new([&*format!("POST /long HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n{content}"), GET]);
    run(&script)?;
    let answer = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4e20\r\n{content}\r\n0\r\n\r\n");
    assert_eq!(script.written().concat(), answer + EMPTY);
    Ok(())
}

#[test]
fn errors_are_answered_by_the_application_once() -> io::Result<()> {
    let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for wrong in ["GET\r\n\r\n", &format!("{chunked}+1\r\n"), &format!("{chunked}1\r\nx"), "GE"] {
        let script = Script::new([GET, wrong]);
        run(&script)?;
        let refused = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        assert_eq!(script.written().concat(), format!("{EMPTY}{refused}"), "{wrong:?}");
    }
    Ok(())
}

/// Each read returns an octet at once, so no read ever waits in vain.
#[test]
fn octets_that_drip_in_do_not_put_a_deadline_off() -> io::Result<()> {
    let timeouts = Timeouts { head: Duration::ZERO, ..Timeouts::default() };
    let octets: Vec<_> = GET.split_inclusive(|_| true).collect();
    let script = Script::new(octets);
    serve(script.clone(), Settings { timeouts, ..Settings::default() }, |asked, exchange| {
        let status = asked.map_or_else(|error| error.status(), |_| Status::OK);
        exchange.answer(ResponseHead::new(status), b"")
    })?;
    assert!(script.written().concat().starts_with("HTTP/1.1 408 "), "{:?}", script.written());
    Ok(())
}

#[test]
fn what_the_application_leaves_unanswered_ends_the_connection() {
    let script = Script::new([GET, GET]);
    let mut asked = 0;
    let served = serve(script.clone(), Settings::default(), |_, _| {
        asked += 1;
        Ok(())
    });
    assert!(served.is_ok());
    assert_eq!((asked, script.written().len()), (1, 0));
    let script = Script::new([GET, GET]);
    let failed = serve(script.clone(), Settings::default(), |_, exchange| {
        exchange.respond(ResponseHead::new(Status::OK), Some(5))?;
        exchange.send(b"he")?;
        Err(ErrorKind::NotFound.into())
    });
    assert_eq!(failed.map_err(|error| error.kind()), Err(ErrorKind::NotFound));
    assert_eq!(script.written(), ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"]);
}

fn ask(client: &mut Client<Script>, content: &str) -> io::Result<String> {
    let uri = Target::uri("http://a/").map_err(io::Error::other)?;
    let head = RequestHead::to(Method::Put, &uri).ok_or(ErrorKind::InvalidInput)?;
    let mut came = String::new();
    let content = Content { source: &mut content.as_bytes(), length: Some(content.len() as u64) };
    client.exchange(head, content, |event| {
        match event {
            ResponseEvent::Interim(head) | ResponseEvent::Response(head) => {
                came.extend([head.status.to_string().as_str(), " "]);
            }
            ResponseEvent::Content(piece) => came += &String::from_utf8_lossy(piece),
            ResponseEvent::End(_) => came += "|",
        }
        Ok(())
    })?;
    Ok(came)
}

#[test]
fn the_client_asks_again_and_again() -> io::Result<()> {
    let answer = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    let script = Script::new([answer, &answer[..30], &answer[30..], "HTTP/1.1 200 OK\r\n\r\nto the end"]);
    let mut client = Client::new(script.clone(), Settings::default());
    assert_eq!(ask(&mut client, "")?, "100 200 hi|");
    assert!(client.is_reusable() && client.was_used());
    assert_eq!(ask(&mut client, "content")?, "100 200 hi|");
    assert_eq!(ask(&mut client, "")?, "200 to the end|");
    assert!(!client.is_reusable());
    assert!(ask(&mut client, "").is_err());
    let written = script.written().concat();
    assert!(written.contains("Content-Length: 7\r\n\r\ncontentPUT / HTTP/1.1\r\n"), "{written}");
    Ok(())
}

#[test]
fn the_client_tells_silence_from_half_an_answer() {
    for (answer, error) in
        [("", "without a response"), ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi", "ends in its content")]
    {
        let mut client = Client::new(Script::new([answer]), Settings::default());
        let failed = ask(&mut client, "").expect_err("the answer is incomplete");
        assert!(failure(&failed).is_some_and(|failure| failure.what().contains(error)), "{failed}");
        assert!(!client.is_reusable());
    }
}
