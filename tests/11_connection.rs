//! Graded tests of lesson 11: many requests and responses on one connection.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test reads sockets and clocks, the library does not"
)]

use std::io::Write;
use std::thread;
use std::time::{Duration, Instant};

use harness::{Failure, Lesson, Listener, Peer, Reply, Running, Server, Teach, Verdict, common, error_line};
use predicates::prelude::*;

#[path = "11_connection/client.rs"]
mod client;
#[path = "11_connection/expect.rs"]
mod expect;
#[path = "11_connection/order.rs"]
mod order;
#[path = "11_connection/persistence.rs"]
mod persistence;
#[path = "11_connection/unread.rs"]
mod unread;
#[path = "11_connection/waits.rs"]
mod waits;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON, [client, persistence, order, unread, expect, waits]);

/// How long each side is told to wait for the other one's content, and between two pieces of it.
const PACED: (&str, Duration, Duration) = ("1", Duration::from_secs(1), Duration::from_millis(50));

/// A piece that makes up for as long as a peer may stay silent (500 octets a second): 0x1f4 of them, chunked.
fn paced_piece() -> String {
    format!("1f4\r\n{}\r\n", "x".repeat(500))
}

/// Content that would be a request if it stood alone.
const TRAP: &str = "GET /trap HTTP/1.1\r\nHost: a\r\n\r\n";

/// How many octets of content that nobody reads are thrown away, as documented.
const DISCARD_LIMIT: usize = 256 * 1024;

const HELLO: &str = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
const ABOUT: &str = "GET /about HTTP/1.1\r\nHost: localhost\r\n\r\n";
const LAST: &str = "GET /about HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// A request for /hello with these field lines added.
fn hello_with(lines: &str) -> String {
    format!("GET /hello HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n\r\n")
}

fn post(path: &str, lines: &str, content: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n\r\n{content}")
}

fn echo(content: &str) -> String {
    post("/echo", &format!("Content-Length: {}", content.len()), content)
}

fn contains(text: &[u8], part: &str) -> bool {
    text.windows(part.len()).any(|window| window == part.as_bytes())
}

/// The members of a field of a response that is a list.
fn options<'a>(reply: &'a Reply, name: &'a str) -> impl Iterator<Item = &'a str> {
    let fields = reply.fields.iter().filter(move |(other, _)| other.eq_ignore_ascii_case(name));
    fields.flat_map(|(_, value)| value.split(',')).map(str::trim)
}

/// Whether a field of a response is a list that has this member.
fn lists(reply: &Reply, name: &str, member: &str) -> bool {
    options(reply, name).any(|other| other.eq_ignore_ascii_case(member))
}

fn expect_close_option(reply: &Reply) -> Verdict {
    let said = options(reply, "Connection").filter(|option| option.eq_ignore_ascii_case("close")).count();
    reply.expect("Connection: close, for the connection ends", said > 0)?;
    reply.expect("the option close once, whoever says it and in whatever letter case", said == 1)
}

fn expect_no_close_option(reply: &Reply) -> Verdict {
    reply.expect("no Connection: close, for the connection goes on", !lists(reply, "Connection", "close"))
}

/// Fields that concern the connection alone must be named in Connection, and no others.
fn expect_connection_fields(reply: &Reply) -> Verdict {
    let hop = ["Keep-Alive", "Upgrade", "TE"];
    let named = hop.iter().all(|name| reply.field(name).is_none() || lists(reply, "Connection", name));
    reply.expect("Connection names each field that is about the connection", named)?;
    let others = reply.fields.iter().filter(|(name, _)| !hop.iter().any(|hop| hop.eq_ignore_ascii_case(name)));
    let only = others.into_iter().all(|(name, _)| !lists(reply, "Connection", name));
    reply.expect("Connection names no field that is for everybody", only)
}

/// The page of this path, and no other.
fn expect_page(reply: &Reply, path: &str) -> Verdict {
    let text = if path == "/hello" { "Hello World" } else { "This is lesson 11" };
    reply.expect_status(200)?;
    reply.expect(&format!("the page of {path}"), contains(&reply.content, text))
}

fn expect_content(reply: &Reply, content: &str) -> Verdict {
    reply.expect_status(200)?;
    reply.expect(&format!("the content {content:?}"), reply.content == content.as_bytes())
}

/// Sends requests together, closes this side, and reads the responses and the close.
fn responses<'a>(server: &Server, requests: &str, methods: impl IntoIterator<Item = &'a str>) -> Verdict<Vec<Reply>> {
    let mut client = server.connect()?;
    client.send_whole(requests)?;
    client.finish()?;
    client.replies_and_close(methods)
}

/// Sends requests together, leaves this side open, and expects the only response, and the server to close.
fn last_response(server: &Server, requests: &str) -> Verdict<Reply> {
    let mut client = server.connect()?;
    client.send(requests)?;
    client.reply_and_close("GET")
}

/// Sends an octet over and over, each when the server has taken in the one before, until it says something or closes.
fn drip(client: &mut Peer, octet: &str) -> Verdict {
    let began = Instant::now();
    for count in 0.. {
        if has_come(client)? {
            break;
        }
        if began.elapsed() > harness::deadline() {
            let expected = "the server gives up a client that never comes to an end";
            let came = format!("{count} octets went out one by one, and it waits for more");
            return Err(Failure::wrong().row("expected", expected).row("came", came));
        }
        client.send_split(["", octet])?;
    }
    Ok(())
}

/// Whether octets have come, or the end.
fn has_come(client: &Peer) -> Verdict<bool> {
    let stream = client.stream();
    let peeked = stream.set_nonblocking(true).and_then(|()| stream.peek(&mut [0]));
    stream.set_nonblocking(false).map_err(|error| Failure::broken("cannot prepare a socket", &error))?;
    Ok(peeked.is_ok())
}

/// Expects a connection that the server has ended, and that `began` so long ago, to take what still comes for a while.
fn expect_lingering(client: &mut Peer, began: Instant) -> Verdict {
    // The first octets may find that the server has let the socket go; the next ones then find a reset.
    client.send_split([TRAP, ""])?;
    let is_refused = client.send_available(TRAP.as_bytes()).is_err();
    // On a busy machine, more than a while may have passed.
    if is_refused && began.elapsed() < Duration::from_secs(1) {
        let came = "a reset (RST), which can destroy a response on the way";
        return Err(Failure::wrong().row("expected", "what still comes is read, for a while").row("came", came));
    }
    Ok(())
}

/// Expects a connection to take another request.
fn expect_going_on(client: &mut Peer) -> Verdict {
    client.send(ABOUT)?;
    expect_page(&client.reply("GET")?, "/about")
}
