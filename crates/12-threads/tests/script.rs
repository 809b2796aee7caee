//! The driver over a transport that is a script: what is read in one piece, and what is written in one.

mod common;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::rc::Rc;
use std::time::Duration;

use common::{EMPTY, GET, content, echo, head, undated};
use connection::{LocalError, ResponseError, ResponseEvent, Timeouts};
use request::{Method, Status};
use response::ResponseHead;
use threads::{Client, Content, Conversation, ExchangeError, Settings, Transport, Trouble};

/// What the peer does: one read returns one piece, and the end comes after the last.
#[derive(Clone, Default)]
struct Script(Rc<RefCell<Shared>>);

#[derive(Default)]
struct Shared {
    pieces: VecDeque<Vec<u8>>,
    written: Vec<String>,
    finished: bool,
    aborted: bool,
    /// How many octets one write takes.
    room: Option<usize>,
}

impl Script {
    fn new<'a>(pieces: impl IntoIterator<Item = &'a str>) -> Self {
        let pieces = pieces.into_iter().map(|piece| piece.as_bytes().to_vec()).collect();
        Self(Rc::new(RefCell::new(Shared { pieces, ..Shared::default() })))
    }

    /// The writes, one after the other, without dates.
    fn written(&self) -> Vec<String> {
        self.0.borrow().written.iter().map(|written| undated(written)).collect()
    }

    /// All that was written, however it was cut.
    fn all_written(&self) -> String {
        undated(&self.0.borrow().written.concat())
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

    fn abort(&self) {
        self.0.borrow_mut().aborted = true;
    }
}

fn settings() -> connection::Settings {
    Settings::default().connection
}

fn run(script: &Script) -> Result<(), Trouble> {
    Conversation::new(script.clone(), settings()).hold(echo)
}

#[test]
fn responses_to_requests_that_came_together_leave_in_one_write() -> Result<(), Trouble> {
    let script = Script::new([GET, &GET.repeat(16), &GET[..10], &GET[10..]]);
    run(&script)?;
    assert_eq!(script.written(), [EMPTY.to_owned(), EMPTY.repeat(16), EMPTY.to_owned()]);
    assert!(!script.0.borrow().finished, "the client has closed already");
    Ok(())
}

#[test]
fn the_hook_is_called_before_each_write() -> Result<(), Trouble> {
    let script = Script::new([GET, &GET.repeat(16)]);
    let (seen, counts) = (script.clone(), Rc::new(RefCell::new(Vec::new())));
    let mut conversation = Conversation::new(script.clone(), settings());
    let counted = Rc::clone(&counts);
    conversation.on_flush(move || counted.borrow_mut().push(seen.0.borrow().written.len()));
    conversation.hold(echo)?;
    assert_eq!(*counts.borrow(), [0, 0, 1, 2], "before the first wait, two writes, and the end");
    Ok(())
}

#[test]
fn short_writes_lose_nothing() -> Result<(), Trouble> {
    let content = "content ".repeat(3000);
    let post = format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{content}", content.len());
    for room in [1000, 1, 7, 20_000] {
        let script = Script::new([GET, &post, GET]);
        script.0.borrow_mut().room = Some(room);
        run(&script)?;
        let response = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{content}", content.len());
        assert_eq!(script.all_written(), [EMPTY, &response, EMPTY].concat());
    }
    Ok(())
}

#[test]
fn chunks_stand_around_large_pieces_too() -> Result<(), Trouble> {
    let content = "x".repeat(0x2_0000);
    let post = format!("POST /long HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{content}", content.len());
    let script = Script::new([&*post, GET]);
    run(&script)?;
    let response = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n{content}\r\n0\r\n\r\n");
    assert_eq!(script.all_written(), response + EMPTY);
    assert!(script.0.borrow().written.len() <= 4, "large pieces are not gathered");
    Ok(())
}

#[test]
fn errors_are_answered_once() -> Result<(), Trouble> {
    let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for wrong in ["GET\r\n\r\n", &format!("{chunked}+1\r\n"), &format!("{chunked}1\r\nx"), "GE"] {
        let script = Script::new([GET, wrong]);
        run(&script)?;
        let refused = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        assert_eq!(script.all_written(), format!("{EMPTY}{refused}"), "{wrong:?}");
        assert!(!script.0.borrow().aborted, "the connection ends in order");
    }
    Ok(())
}

#[test]
fn what_is_wrong_after_the_last_response_is_no_request() -> Result<(), Trouble> {
    let malformed = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n+1\r\n";
    let script = Script::new([malformed]);
    let mut requests = 0;
    Conversation::new(script.clone(), settings()).hold(|conversation| {
        while conversation.next_request()?.is_some() {
            requests += 1;
            conversation.respond(ResponseHead::new(Status::OK), b"")?;
        }
        Ok(())
    })?;
    assert_eq!((requests, script.all_written()), (1, EMPTY.to_owned()));
    Ok(())
}

/// Each read returns an octet at once, so no read ever waits in vain.
#[test]
fn octets_that_drip_in_do_not_put_a_deadline_off() -> Result<(), Trouble> {
    let timeouts = Timeouts { head: Duration::ZERO, ..Timeouts::default() };
    let script = Script::new(GET.split_inclusive(|_| true));
    Conversation::new(script.clone(), connection::Settings { timeouts, ..settings() }).hold(echo)?;
    assert!(script.all_written().starts_with("HTTP/1.1 408 "), "{:?}", script.written());
    Ok(())
}

#[test]
fn a_request_that_comes_octet_by_octet_is_one_request() -> Result<(), Trouble> {
    let post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nHello";
    let script = Script::new(post.split_inclusive(|_| true));
    run(&script)?;
    assert_eq!(script.written(), ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello"]);
    Ok(())
}

#[test]
fn a_request_without_a_response_ends_the_connection() -> Result<(), Trouble> {
    let script = Script::new([GET, GET]);
    let mut requests = 0;
    Conversation::new(script.clone(), settings()).hold(|conversation| {
        while conversation.next_request()?.is_some() {
            requests += 1;
        }
        Ok(())
    })?;
    assert_eq!((requests, script.written().len()), (1, 0));
    Ok(())
}

/// What was sent so far may still help; that it is not all must show.
#[test]
fn a_handler_that_fails_breaks_the_connection_off() {
    let script = Script::new([GET, GET]);
    let failed = Conversation::new(script.clone(), settings()).hold(|conversation| {
        conversation.next_request()?;
        conversation.begin(ResponseHead::new(Status::OK), Some(5))?;
        conversation.send(b"he")?;
        Err(io::Error::from(ErrorKind::NotFound).into())
    });
    assert!(matches!(failed, Err(Trouble::Lost(error)) if error.kind() == ErrorKind::NotFound));
    assert_eq!(script.written(), ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"]);
    assert!(script.0.borrow().aborted && !script.0.borrow().finished);
}

#[test]
fn a_response_of_which_nothing_was_sent_can_be_taken_back() -> Result<(), Trouble> {
    let script = Script::new([GET, GET]);
    Conversation::new(script.clone(), settings()).hold(|conversation| {
        conversation.next_request()?;
        conversation.begin(ResponseHead::new(Status::OK), Some(5))?;
        conversation.send(b"he")?;
        assert!(conversation.retract());
        conversation.respond(ResponseHead::new(Status::INTERNAL_SERVER_ERROR), b"")?;
        assert!(conversation.next_request()?.is_none(), "the connection closes");
        Ok(())
    })?;
    let response = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    assert_eq!(script.written(), [response]);

    let script = Script::new([GET]);
    let sent = Conversation::new(script.clone(), settings()).hold(|conversation| {
        conversation.next_request()?;
        conversation.begin(ResponseHead::new(Status::OK), Some(5))?;
        conversation.flush()?;
        assert!(!conversation.retract(), "the head is on its way");
        Err(Trouble::NotYet)
    });
    assert!(matches!(sent, Err(Trouble::NotYet)));
    Ok(())
}

#[test]
fn a_client_that_waits_for_100_gets_it_when_its_content_is_wanted() -> Result<(), Trouble> {
    let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
    let script = Script::new([head, "hi"]);
    run(&script)?;
    let response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    assert_eq!(script.written(), ["HTTP/1.1 100 Continue\r\n\r\n", response]);

    let script = Script::new([head]);
    Conversation::new(script.clone(), settings()).hold(|conversation| {
        conversation.next_request()?;
        conversation.skip_content()?;
        conversation.respond(ResponseHead::new(Status::FORBIDDEN), b"")
    })?;
    let response = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    assert_eq!(script.written(), [response]);
    Ok(())
}

#[test]
fn the_last_response_is_sent_before_our_side_ends_and_the_rest_is_read() -> Result<(), Trouble> {
    let script = Script::new([&*format!("GET\r\n\r\n{GET}"), GET, GET]);
    run(&script)?;
    assert!(script.all_written().starts_with("HTTP/1.1 400 "));
    assert!(script.0.borrow().finished);
    assert!(script.0.borrow().pieces.is_empty(), "nothing is left unread");
    Ok(())
}

#[test]
fn content_is_read_in_pieces_of_any_size_and_its_trailers_after_it() -> Result<(), Trouble> {
    let post =
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n";
    Conversation::new(Script::new([post]), settings()).hold(|conversation| {
        conversation.next_request()?;
        assert_eq!(conversation.content_length(), None);
        assert_eq!(conversation.read_content(&mut [])?, 0, "that is no end");
        let mut one = [0];
        assert_eq!((conversation.read_content(&mut one)?, one), (1, *b"a"));
        assert!(conversation.has_content() && conversation.trailers().is_none());
        assert_eq!(content(conversation)?, b"bcde");
        assert!(!conversation.has_content());
        let trailers = conversation.trailers().expect("it has come whole");
        assert_eq!(trailers.get("X").map(|field| field.value()), Some(&b"y"[..]));
        conversation.respond(ResponseHead::new(Status::OK), b"")
    })
}

fn ask(client: &mut Client<Script>, content: &str) -> Result<String, ExchangeError<io::Error>> {
    let mut came = String::new();
    let content = Content { source: &mut content.as_bytes(), length: Some(content.len() as u64) };
    client.exchange(head(Method::Put), content, |event| {
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
fn the_client_asks_again_and_again() -> Result<(), ExchangeError<io::Error>> {
    let response = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    let script = Script::new([response, &response[..30], &response[30..], "HTTP/1.1 200 OK\r\n\r\nto the end"]);
    let mut client = Client::new(script.clone(), settings());
    assert_eq!(ask(&mut client, "")?, "100 200 hi|");
    assert!(client.is_reusable() && client.was_used());
    assert_eq!(ask(&mut client, "content")?, "100 200 hi|");
    assert_eq!(ask(&mut client, "")?, "200 to the end|");
    assert!(!client.is_reusable());
    assert!(ask(&mut client, "").is_err());
    let written = script.0.borrow().written.concat();
    assert!(written.contains("Content-Length: 7\r\n\r\ncontentPUT / HTTP/1.1\r\n"), "{written}");
    Ok(())
}

#[test]
fn the_client_tells_silence_from_half_a_response() {
    let mut client = Client::new(Script::new([""; 0]), settings());
    let failed = ask(&mut client, "");
    assert!(matches!(failed, Err(ExchangeError::Refused(ResponseError::NoResponse))), "{failed:?}");

    let mut client = Client::new(Script::new(["HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi"]), settings());
    let failed = ask(&mut client, "").expect_err("the response is not whole");
    assert!(failed.to_string().contains("ends in its content"), "{failed}");
    assert!(!client.is_reusable());
}

/// Fails at once.
struct Unreadable;

impl Read for Unreadable {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(ErrorKind::PermissionDenied.into())
    }
}

#[test]
fn the_client_says_whose_error_it_was() {
    let response = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    let mut client = Client::new(Script::new([response]), settings());
    let content = Content { source: &mut Unreadable, length: Some(1) };
    let failed = client.exchange(head(Method::Put), content, |_| Ok::<(), io::Error>(()));
    assert!(matches!(failed, Err(ExchangeError::Source(_))), "{failed:?}");
    assert!(!client.is_reusable());

    let mut client = Client::new(Script::new([response]), settings());
    let content = Content { source: &mut io::empty(), length: Some(0) };
    let failed = client.exchange(head(Method::Put), content, |_| Err("enough"));
    assert!(matches!(failed, Err(ExchangeError::Caller("enough"))), "{failed:?}");
    assert!(!client.is_reusable());

    let mut client = Client::new(Script::new([response]), settings());
    let content = Content { source: &mut &b"ab"[..], length: Some(3) };
    let failed = client.exchange(head(Method::Put), content, |_| Ok::<(), io::Error>(()));
    assert!(matches!(failed, Err(ExchangeError::Local(LocalError::Content(_)))), "{failed:?}");
}
