//! Graded tests of lesson 12: the driver of a server and of a client, with a bound on every wait.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

use std::fmt::Display;
use std::io::{ErrorKind, Read};
use std::time::{Duration, Instant};

use harness::{Failure, Folder, Lesson, Listener, Peer, Reply, Running, Server, Teach, Verdict, common};
use predicates::prelude::*;

#[path = "12_threads/client.rs"]
mod client;
#[path = "12_threads/crowd.rs"]
mod crowd;
#[path = "12_threads/last_response.rs"]
mod last_response;
#[path = "12_threads/many.rs"]
mod many;
#[path = "12_threads/slow_readers.rs"]
mod slow_readers;
#[path = "12_threads/stop.rs"]
mod stop;
#[path = "12_threads/waits.rs"]
mod waits;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON, [client, many, crowd, waits, slow_readers, last_response, stop]);

/// A request for a short page.
const HELLO: &str = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// The same, and the connection ends after the response.
const LAST: &str = "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// A request for the large page, the last one.
const LARGE: &str = "GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// The octets of that page, all of them `x`: more than the buffers of the system take while their reader reads nothing, or
/// some kilobytes now and then.
const LARGE_PAGE: usize = 16 * 1024 * 1024;

/// The head of a request whose content, of so many octets, is counted.
fn upload(octets: impl Display, lines: &str) -> String {
    format!("POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: {octets}\r\n{lines}\r\n")
}

fn contains(text: &[u8], part: &str) -> bool {
    text.windows(part.len()).any(|window| window == part.as_bytes())
}

/// Sends a request and reads its response and the close after it.
fn last_response(server: &Server, request: impl AsRef<[u8]>) -> Verdict<Reply> {
    let mut client = server.connect()?;
    client.send(request)?;
    client.reply_and_close("GET")
}

/// The server still responds.
fn expect_service(server: &Server) -> Verdict {
    last_response(server, LAST)?.expect_status(200)
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

/// Sends octet by octet, each when the program has taken in the one before, until a response comes.
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
        let mut client = server.connect()?;
        // In one piece: some tests leave a head no time.
        client.send_whole(LAST)?;
        client.reply_and_close("GET")?.expect_status(200)?;
    }
    Ok(())
}

/// The server has made a page and waits for its reader. That takes its time on a busy machine.
fn expect_blocked(server: &Server) -> Verdict {
    (0..4).find_map(|_| server.expect_idle().ok()).map_or_else(|| server.expect_idle(), Ok)
}

/// What a client gets of the large page and its head that takes nothing for less than half of `--timeout`, so that writes end
/// with nothing sent; then some kilobytes now and then, for longer than `--timeout` in all; and then the rest.
fn read_slowly(min_rate: &str) -> Verdict<Vec<u8>> {
    let server = LESSON.server().args(["--min-rate", min_rate, "--timeout", "1"]).listen()?;
    let mut client = server.connect_with_buffer(16 * 1024)?;
    client.send(LARGE)?;
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

/// All of the large page has come, after its head.
fn expect_large_page(came: &[u8]) -> Verdict {
    let begins = came.split(|&octet| octet == b'\r').next().unwrap_or_default();
    if came.len() > LARGE_PAGE && begins == b"HTTP/1.1 200 OK" {
        return Ok(());
    }
    let begins = harness::visible(&begins[..begins.len().min(40)]);
    Err(Failure::wrong()
        .row("expected", format!("HTTP/1.1 200 OK, and a page of {LARGE_PAGE} octets"))
        .row("came", format!("{begins} …, {} octets in all, and the connection ended", came.len())))
}

/// A client in the middle of its response: its place is taken.
fn busy_client(server: &Server) -> Verdict<Peer> {
    let mut client = server.connect()?;
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n")?;
    client.read_head()?;
    client.read_while("the content that was sent", 64, |came| contains(came, "Hello"))?;
    Ok(client)
}

/// The rest of its response.
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
