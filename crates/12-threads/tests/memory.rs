//! The driver over pipes in memory: two sides that both wait, with room for a few octets between them.

mod common;

use std::cell::Cell;
use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use common::{Body, GET, echo, head, undated};
use connection::{ResponseError, ResponseEvent, Timeouts};
use request::{Method, Status};
use response::ResponseHead;
use threads::{Client, Content, Conversation, ExchangeError, Settings, Transport, Trouble};

/// No test takes longer.
const PATIENCE: Duration = Duration::from_secs(10);

/// One direction: what was written and not yet read.
#[derive(Default)]
struct Pipe {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    octets: VecDeque<u8>,
    /// Nothing more will be written.
    is_finished: bool,
    /// Nobody reads any more.
    is_broken: bool,
    /// Whoever writes has broken it off.
    is_aborted: bool,
}

impl Pipe {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.changed.notify_all();
    }

    /// Waits while `nothing` is to be done, but no longer than `time`.
    fn wait(&self, time: Duration, nothing: impl FnMut(&mut State) -> bool) -> io::Result<MutexGuard<'_, State>> {
        let (state, waited) =
            self.changed.wait_timeout_while(self.state(), time, nothing).unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() { Err(ErrorKind::WouldBlock.into()) } else { Ok(state) }
    }
}

/// One end of two pipes.
struct End {
    incoming: Arc<Pipe>,
    outgoing: Arc<Pipe>,
    /// How many octets the pipe holds, and how many one write takes at most.
    room: usize,
    most: usize,
    read_timeout: Cell<Duration>,
    write_timeout: Cell<Duration>,
}

/// Two ends; each pipe holds so many octets, and the first end writes at most `most` of them at a time.
fn pair(room: usize, most: usize) -> (End, End) {
    let pipes = [Arc::<Pipe>::default(), Arc::<Pipe>::default()];
    let end = |incoming: usize, most| End {
        incoming: Arc::clone(&pipes[incoming]),
        outgoing: Arc::clone(&pipes[1 - incoming]),
        room,
        most,
        read_timeout: Cell::new(PATIENCE),
        write_timeout: Cell::new(PATIENCE),
    };
    (end(0, most), end(1, usize::MAX))
}

impl Read for End {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut state = self.incoming.wait(self.read_timeout.get(), |state| {
            state.octets.is_empty() && !state.is_finished && !state.is_aborted
        })?;
        if state.octets.is_empty() && state.is_aborted {
            return Err(ErrorKind::ConnectionReset.into());
        }
        let count = state.octets.read(buffer)?;
        drop(state);
        self.incoming.changed.notify_all();
        Ok(count)
    }
}

impl Write for End {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let room = self.room;
        let mut state =
            self.outgoing.wait(self.write_timeout.get(), |state| state.octets.len() >= room && !state.is_broken)?;
        if state.is_broken {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let count = octets.len().min(room - state.octets.len()).min(self.most);
        state.octets.extend(&octets[..count]);
        drop(state);
        self.outgoing.changed.notify_all();
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Transport for End {
    fn set_read_timeout(&self, time: Duration) -> io::Result<()> {
        self.read_timeout.set(time);
        Ok(())
    }

    fn set_write_timeout(&self, time: Duration) -> io::Result<()> {
        self.write_timeout.set(time);
        Ok(())
    }

    fn has_input(&self) -> io::Result<bool> {
        let state = self.incoming.state();
        Ok(!state.octets.is_empty() || state.is_finished || state.is_aborted)
    }

    fn finish(&self) -> io::Result<()> {
        self.outgoing.change(|state| state.is_finished = true);
        Ok(())
    }

    fn abort(&self) {
        self.outgoing.change(|state| state.is_aborted = true);
    }

    /// As a socket there: whoever waits in a write reads nothing meanwhile.
    #[cfg(windows)]
    fn write_some(&mut self, first: &[u8], second: &[u8]) -> io::Result<usize> {
        let is_full = {
            let state = self.outgoing.state();
            state.octets.len() >= self.room && !state.is_broken
        };
        if is_full {
            thread::sleep(Duration::from_millis(10));
            return Ok(0);
        }
        self.write(if first.is_empty() { second } else { first })
    }
}

impl Drop for End {
    fn drop(&mut self) {
        self.outgoing.change(|state| state.is_finished = true);
        self.incoming.change(|state| state.is_broken = true);
    }
}

fn settings(timeouts: Timeouts) -> connection::Settings {
    connection::Settings { timeouts, ..Settings::default().connection }
}

/// Runs `client` at the other end of an echo.
fn with_echo<T>(
    (server, client): (End, End),
    timeouts: Timeouts,
    visit: impl FnOnce(End) -> T,
) -> (T, Result<(), Trouble>) {
    thread::scope(|scope| {
        let server = scope.spawn(move || Conversation::new(server, settings(timeouts)).hold(echo));
        (visit(client), server.join().expect("no panic"))
    })
}

fn read(client: &mut End) -> String {
    let mut came = String::new();
    client.read_to_string(&mut came).expect("it ends in order");
    undated(&came)
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

const POST: &str = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nHello";
const HELLO: &str = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello";

#[test]
fn a_transport_that_writes_one_octet_at_a_time_is_enough() {
    let (came, held) = with_echo(pair(3, 1), Timeouts::all(PATIENCE), |mut client| {
        client.write_all(POST.as_bytes()).and_then(|()| client.finish()).expect("it is read");
        read(&mut client)
    });
    assert_eq!(came, HELLO);
    assert!(held.is_ok(), "{held:?}");
}

#[test]
fn a_client_that_has_closed_its_side_still_reads() {
    let (came, held) = with_echo(pair(4096, 4096), Timeouts::all(PATIENCE), |mut client| {
        client.write_all(POST.as_bytes()).and_then(|()| client.finish()).expect("open");
        read(&mut client)
    });
    assert_eq!(came, HELLO);
    assert!(held.is_ok(), "{held:?}");
}

#[test]
fn a_client_that_closes_in_the_middle_of_content_is_told_so() {
    let (came, held) = with_echo(pair(4096, 4096), Timeouts::all(PATIENCE), |mut client| {
        client.write_all(&POST.as_bytes()[..POST.len() - 1]).and_then(|()| client.finish()).expect("open");
        read(&mut client)
    });
    assert!(came.starts_with("HTTP/1.1 400 "), "{came}");
    assert!(held.is_ok(), "{held:?}");
}

#[test]
fn a_client_that_says_nothing_is_left_in_silence() {
    let timeouts = Timeouts { idle: Duration::from_millis(50), ..Timeouts::all(PATIENCE) };
    let (came, held) = with_echo(pair(4096, 4096), timeouts, |mut client| read(&mut client));
    assert_eq!(came, "");
    assert!(held.is_ok(), "{held:?}");
}

#[test]
fn a_head_that_does_not_end_is_answered_in_time() {
    let timeouts = Timeouts { head: Duration::from_millis(50), ..Timeouts::all(PATIENCE) };
    let (came, held) = with_echo(pair(4096, 4096), timeouts, |mut client| {
        client.write_all(b"GET / HTTP/1.1\r\n").expect("open");
        read(&mut client)
    });
    assert!(came.starts_with("HTTP/1.1 408 "), "{came}");
    assert!(held.is_ok(), "{held:?}");
}

/// Each octet comes in time for itself, and the whole head too late.
#[test]
fn a_head_that_drips_in_is_answered_in_time() {
    let timeouts = Timeouts { head: Duration::from_millis(300), ..Timeouts::all(PATIENCE) };
    let (came, held) = with_echo(pair(4096, 4096), timeouts, |mut client| {
        let until = Instant::now() + PATIENCE;
        client.set_read_timeout(Duration::from_millis(20)).expect("open");
        let mut came = Vec::new();
        for octet in b"GET / HTTP/1.1\r\nX: ".iter().chain(std::iter::repeat(&b'x')) {
            assert!(Instant::now() < until, "nobody stops the octets");
            let _ = client.write(&[*octet]);
            let mut piece = [0; 1000];
            match client.read(&mut piece) {
                Ok(0) => break,
                Ok(count) => came.extend_from_slice(&piece[..count]),
                Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
            }
        }
        undated(&String::from_utf8_lossy(&came))
    });
    assert!(came.starts_with("HTTP/1.1 408 "), "{came}");
    assert!(held.is_ok(), "{held:?}");
}

#[test]
fn content_that_stops_is_answered_in_time() {
    let timeouts = Timeouts { content: Duration::from_millis(50), ..Timeouts::all(PATIENCE) };
    let (came, held) = with_echo(pair(4096, 4096), timeouts, |mut client| {
        client.write_all(&POST.as_bytes()[..POST.len() - 1]).expect("open");
        read(&mut client)
    });
    assert!(came.starts_with("HTTP/1.1 408 "), "{came}");
    assert!(held.is_ok(), "{held:?}");
}

/// The connection is broken off, or the client could take what it has for a whole response.
#[test]
fn a_client_that_stops_reading_is_given_up() {
    let timeouts = Timeouts { write: Duration::from_millis(100), ..Timeouts::all(PATIENCE) };
    let (server, mut client) = pair(1000, 4096);
    let held = thread::scope(|scope| {
        let held = scope.spawn(move || Conversation::new(server, settings(timeouts)).hold(echo));
        let post = format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n{}", "x".repeat(5000));
        client.write_all(post.as_bytes()).expect("it is read");
        held.join().expect("no panic")
    });
    assert!(matches!(&held, Err(Trouble::Lost(error)) if error.kind() == ErrorKind::TimedOut), "{held:?}");
    let broken = client.read_to_end(&mut Vec::new()).expect_err("a reset");
    assert_eq!(broken.kind(), ErrorKind::ConnectionReset);
}

/// It takes something now and then, and is as slow as it may be.
#[test]
fn a_client_that_keeps_the_pace_is_waited_for() {
    let timeouts = Timeouts { write: Duration::from_millis(400), rate: 2000, ..Timeouts::all(PATIENCE) };
    let (came, held) = with_echo(pair(1000, 4096), timeouts, |mut client| {
        let post = format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n{}", "x".repeat(5000));
        client.write_all(post.as_bytes()).and_then(|()| client.finish()).expect("it is read");
        let (mut came, mut piece) = (Vec::new(), [0; 400]);
        while let Ok(count) = client.read(&mut piece)
            && count > 0
        {
            came.extend_from_slice(&piece[..count]);
            thread::sleep(Duration::from_millis(60));
        }
        came.len()
    });
    assert!(came > 5000, "{came}");
    assert!(held.is_ok(), "{held:?}");
}

#[test]
fn after_the_last_response_what_comes_is_read_until_the_client_closes() {
    let (came, held) = with_echo(pair(1000, 4096), Timeouts::all(PATIENCE), |mut client| {
        client.write_all(b"GET\r\n\r\n").expect("open");
        // Much more than the pipe holds: it would wait for ever, if nobody read it.
        client.write_all(&[b'x'; 10_000]).expect("it is read");
        let came = read(&mut client);
        client.write_all(b"more").expect("it is still read");
        came
    });
    assert!(came.starts_with("HTTP/1.1 400 "), "{came}");
    assert!(held.is_ok(), "{held:?}");
}

#[test]
fn after_the_last_response_nobody_is_waited_for_longer_than_the_linger_time() {
    let timeouts = Timeouts { linger: Duration::from_millis(50), ..Timeouts::all(PATIENCE) };
    let began = Instant::now();
    let (_client, held) = with_echo(pair(4096, 4096), timeouts, |mut client| {
        client.write_all(b"GET\r\n\r\n").expect("open");
        client
    });
    assert!(held.is_ok(), "{held:?}");
    assert!(began.elapsed() < PATIENCE);
}

#[test]
fn content_that_is_not_waited_for_is_not_here_yet() {
    let (server, mut client) = pair(4096, 4096);
    client.write_all(&POST.as_bytes()[..POST.len() - 1]).expect("there is room");
    let held = Conversation::new(server, settings(Timeouts::all(PATIENCE))).hold(|conversation| {
        conversation.next_request()?;
        assert!(!conversation.hurry(Instant::now() + seconds(1)), "nothing of it was read");
        let mut content = [0; 10];
        assert_eq!(conversation.read_content(&mut content)?, 4);
        assert!(matches!(conversation.read_content(&mut content), Err(Trouble::NotYet)));
        assert!(conversation.hurry(Instant::now()), "it was read, and not to its end");
        assert!(matches!(conversation.read_content(&mut content), Err(Trouble::NotYet)));
        client.write_all(b"o").expect("there is room");
        conversation.take_time();
        assert_eq!(conversation.read_content(&mut content)?, 1);
        conversation.respond(ResponseHead::new(Status::OK), b"")
    });
    assert!(held.is_ok(), "{held:?}");
}

/// Serves whatever comes with what `respond` makes of it, and lets a client ask with this content.
fn exchange(
    room: usize,
    content: Content<'_>,
    respond: impl Fn(&mut Conversation<'_, End>) -> Result<(), Trouble> + Send,
) -> (Result<String, ExchangeError<io::Error>>, bool) {
    let (server, client) = pair(room, usize::MAX);
    thread::scope(|scope| {
        scope.spawn(move || {
            Conversation::new(server, settings(Timeouts::all(PATIENCE))).hold(|conversation| {
                while conversation.next_request()?.is_some() {
                    respond(conversation)?;
                }
                Ok(())
            })
        });
        let mut client = Client::new(client, settings(Timeouts::all(PATIENCE)));
        let mut came = String::new();
        let exchanged = client.exchange(head(Method::Put), content, |event| {
            match event {
                ResponseEvent::Response(head) => came = format!("{} ", head.status),
                ResponseEvent::Content(piece) => came += &String::from_utf8_lossy(piece),
                ResponseEvent::Interim(_) | ResponseEvent::End(_) => {}
            }
            Ok(())
        });
        (exchanged.map(|()| came), client.is_reusable())
    })
}

/// Both sides send more than fits between them, at the same time.
#[test]
fn a_response_is_read_while_the_request_goes_out() {
    let content = "content ".repeat(5000);
    let (came, reusable) = exchange(100, Content { source: &mut content.as_bytes(), length: None }, |conversation| {
        conversation.begin(ResponseHead::new(Status::OK), None)?;
        let (mut body, mut piece) = (Body(conversation), [0; 1000]);
        while let count @ 1.. = body.read(&mut piece)? {
            body.0.send(&piece[..count])?;
            body.0.flush()?;
        }
        conversation.end()
    });
    assert_eq!(came.expect("a response"), format!("200 {content}"));
    assert!(reusable);
}

#[test]
fn a_request_stops_when_its_response_says_that_no_more_of_it_is_wanted() {
    let mut endless = io::repeat(b'x');
    let (came, reusable) = exchange(1000, Content { source: &mut endless, length: None }, |conversation| {
        let mut head = ResponseHead::new(Status::CONTENT_TOO_LARGE);
        head.fields.push("Connection", "close").expect("a field");
        conversation.respond(head, b"enough")
    });
    assert_eq!(came.expect("a response"), "413 enough");
    assert!(!reusable);
}

/// What a server says in another protocol, the octets of its client turned round, until that has said so many.
fn turn_round(transport: &mut End, mut come: Vec<u8>, most: usize) -> io::Result<()> {
    while come.len() < most {
        let mut piece = [0; 100];
        let count = transport.read(&mut piece)?;
        come.extend_from_slice(&piece[..count]);
    }
    come.reverse();
    transport.write_all(&come)
}

/// Both sides leave HTTP, and no octet of what follows is lost: neither one that comes with the request, nor one that comes
/// with the response.
#[test]
fn a_connection_that_has_switched_is_handed_over() {
    const OFFER: &str = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: mirror\r\nConnection: upgrade\r\n\r\n";
    const TUNNEL: &str = "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n";
    for (request, status, followed) in [(OFFER, "101", true), (TUNNEL, "200", true), (GET, "200", false)] {
        let (server, mut client) = pair(1000, 7);
        let server = thread::spawn(move || {
            let mut conversation = Conversation::new(server, settings(Timeouts::all(PATIENCE)));
            conversation.hold(|conversation| {
                assert!(conversation.switched()?.is_none(), "it is HTTP");
                while let Ok(Some(request)) = conversation.next_request() {
                    let is_offer = request.fields.get("Upgrade").is_some();
                    let status = if is_offer { Status::SWITCHING_PROTOCOLS } else { Status::OK };
                    let mut head = ResponseHead::new(status);
                    if is_offer {
                        head.fields.push("Upgrade", "mirror").expect("a field");
                    }
                    conversation.respond(head, b"")?;
                }
                let Some((transport, come)) = conversation.switched()? else { return Ok(()) };
                Ok(turn_round(transport, come, 8)?)
            })
        });
        client.write_all(format!("{request}abc").as_bytes()).expect("it is read");
        let mut came = vec![0; 12];
        client.read_exact(&mut came).expect("a response");
        assert_eq!(String::from_utf8_lossy(&came), format!("HTTP/1.1 {status}"));
        client.write_all(b"defgh").and_then(|()| client.finish()).expect("it is read");
        let mut rest = String::new();
        client.read_to_string(&mut rest).expect("it ends in order");
        assert_eq!(rest.ends_with("\r\n\r\nhgfedcba"), followed, "{rest}");
        assert!(server.join().expect("no panic").is_ok());
    }
}

#[test]
fn a_client_that_has_switched_hands_over_what_came_with_the_response() {
    let response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: mirror\r\nConnection: upgrade\r\n\r\nhello";
    for (response, is_left) in [(response, true), ("HTTP/1.1 204 No Content\r\n\r\n", false)] {
        let (mut server, client) = pair(1000, 1000);
        server.write_all(response.as_bytes()).expect("there is room");
        let mut client = Client::new(client, settings(Timeouts::all(PATIENCE)));
        let mut request = head(Method::Get);
        request.fields.push("Upgrade", "mirror").expect("a field");
        request.fields.push("Connection", "upgrade").expect("a field");
        let content = Content { source: &mut io::empty(), length: Some(0) };
        client.exchange(request, content, |_| Ok::<(), io::Error>(())).expect("a response");
        assert_ne!(client.is_reusable(), is_left);
        let left = client.switched().map(|(transport, left)| {
            transport.write_all(b"spoken").expect("it is open");
            left
        });
        assert_eq!(left, is_left.then(|| b"hello".to_vec()));
        assert!(!is_left || server.read(&mut [0; 1000]).is_ok());
    }
}

#[test]
fn a_connection_that_is_broken_off_is_no_response() {
    let nothing = || Content { source: Box::leak(Box::new(io::empty())), length: Some(0) };
    let (came, reusable) = exchange(1000, nothing(), |_| Err(Trouble::NotYet));
    let is_silence = matches!(came, Err(ExchangeError::Refused(ResponseError::NoResponse)));
    assert!(is_silence && !reusable, "{came:?}");
    let (came, _) = exchange(1000, nothing(), |conversation| {
        conversation.begin(ResponseHead::new(Status::OK), Some(5))?;
        conversation.flush()?;
        Err(Trouble::NotYet)
    });
    assert!(matches!(&came, Err(ExchangeError::Lost(error)) if error.kind() == ErrorKind::ConnectionReset), "{came:?}");
}

#[test]
fn a_server_that_is_silent_is_given_up() {
    let (_server, client) = pair(1000, 1000);
    let timeouts = Timeouts::all(Duration::from_millis(50));
    let mut client = Client::new(client, settings(timeouts));
    let content = Content { source: &mut io::empty(), length: Some(0) };
    let exchanged = client.exchange(head(Method::Get), content, |_| Ok::<(), io::Error>(()));
    assert!(matches!(exchanged, Err(ExchangeError::Refused(ResponseError::HeadLate))), "{exchanged:?}");
}

#[test]
fn a_server_that_takes_nothing_is_given_up() {
    let (_server, client) = pair(1000, 1000);
    let timeouts = Timeouts { write: Duration::from_millis(50), ..Timeouts::all(PATIENCE) };
    let mut client = Client::new(client, settings(timeouts));
    let content = Content { source: &mut io::repeat(b'x'), length: None };
    let exchanged = client.exchange(head(Method::Put), content, |_| Ok::<(), io::Error>(()));
    assert!(
        matches!(&exchanged, Err(ExchangeError::Lost(error)) if error.kind() == ErrorKind::TimedOut),
        "{exchanged:?}"
    );
}

/// Where the transport cannot take octets from a file itself, they are copied.
#[test]
fn a_part_of_a_file_goes_over_any_transport() {
    let (file, octets) = common::file_of("memory", 300_000);
    let (server, mut client) = pair(1000, 4096);
    let (came, held) = thread::scope(|scope| {
        let held = scope.spawn(|| {
            Conversation::new(server, settings(Timeouts::all(PATIENCE))).hold(|conversation| {
                while conversation.next_request()?.is_some() {
                    conversation.begin(ResponseHead::new(Status::OK), Some(200_000))?;
                    conversation.send_file(&file, 50_000..250_000)?;
                    conversation.end()?;
                }
                Ok(())
            })
        });
        client.write_all(GET.as_bytes()).and_then(|()| client.finish()).expect("it is read");
        let mut came = Vec::new();
        client.read_to_end(&mut came).expect("it ends in order");
        (came, held.join().expect("no panic"))
    });
    assert!(came.ends_with(&octets[50_000..250_000]), "{} octets came", came.len());
    assert!(held.is_ok(), "{held:?}");
}
