//! Graded tests of lesson 10: the content of HTTP messages.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test reads sockets and clocks, the library does not"
)]

use std::fs;
use std::io::{self, Read};
use std::net::Shutdown;
use std::path::PathBuf;
use std::process;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use harness::{Failure, Lesson, Listener, Pattern, Peer, Reply, Running, Server, Teach, Verdict, common, error_line};
use predicates::prelude::*;

#[path = "10_body/chunks.rs"]
mod chunks;
#[path = "10_body/client.rs"]
mod client;
#[path = "10_body/clients.rs"]
mod clients;
#[path = "10_body/content.rs"]
mod content;
#[path = "10_body/expect.rs"]
mod expect;
#[path = "10_body/pages.rs"]
mod pages;
#[path = "10_body/two_readings.rs"]
mod two_readings;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON, [content, two_readings, chunks, expect, pages, clients, client]);

/// The documented limits of the body crate and of its server.
const EXTENSIONS_LIMIT: usize = 16 * 1024;
const FORM_LIMIT: usize = 64 * 1024;
const SIZE_DIGITS: usize = 32;

/// How much memory a server may take, however much content goes through it.
const MOST_MEMORY: u64 = 24 * 1024 * 1024;

/// The time of a test that starts many programs, one after the other.
const MANY_STARTS: Duration = Duration::from_secs(30);

/// A request to the echo with these field lines, and what follows its head.
fn post(fields: &str, after: impl AsRef<[u8]>) -> Vec<u8> {
    let head = format!("POST /echo HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n\r\n");
    [head.as_bytes(), after.as_ref()].concat()
}

/// A request to the echo with this field line, which need not be text.
fn post_octets(line: &[u8]) -> Vec<u8> {
    [b"POST /echo HTTP/1.1\r\nHost: localhost\r\n", line, b"\r\n\r\n5\r\nHello\r\n0\r\n\r\n"].concat()
}

/// A request to the echo with Content-Length.
fn with_length(content: impl AsRef<[u8]>) -> Vec<u8> {
    post(&format!("Content-Length: {}", content.as_ref().len()), content)
}

/// A request to the echo with these octets of chunked framing.
fn chunked(body: impl AsRef<[u8]>) -> Vec<u8> {
    post("Transfer-Encoding: chunked", body)
}

/// Sends a request on a connection of its own and reads the one response.
fn response(server: &Server, request: impl AsRef<[u8]>) -> Verdict<Reply> {
    let mut client = server.connect()?;
    client.send(request)?;
    client.reply_and_close("POST")
}

/// A server that is sent each of `requests`, on a connection of its own, responds to all of them with `status`.
fn all_get<B: AsRef<[u8]>>(status: u16, requests: impl IntoIterator<Item = B>) -> Verdict {
    let server = LESSON.server().listen()?;
    for request in requests {
        response(&server, request)?.expect_status(status)?;
    }
    Ok(())
}

/// All of these octets of chunked framing are refused with 400.
fn all_chunks_get_400<B: AsRef<[u8]>>(bodies: impl IntoIterator<Item = B>) -> Verdict {
    all_get(400, bodies.into_iter().map(chunked))
}

/// The response is this content, sent back.
fn expect_echo(reply: &Reply, content: impl AsRef<[u8]>) -> Verdict {
    reply.expect_status(200)?;
    expect_content(&reply.content, content.as_ref())
}

fn expect_content(came: &[u8], expected: &[u8]) -> Verdict {
    if came == expected { Ok(()) } else { Err(Failure::differ(expected, came)) }
}

/// A server that is sent these octets of chunked framing returns this content.
fn all_chunks_become<'a>(bodies: impl IntoIterator<Item = (&'a str, &'a str)>) -> Verdict {
    let server = LESSON.server().listen()?;
    for (body, content) in bodies {
        expect_echo(&response(&server, chunked(body))?, content)?;
    }
    Ok(())
}

/// Sends a long text after what was sent already, while the test reads.
fn send_pattern(peer: &Peer, len: u64) -> Verdict<JoinHandle<()>> {
    let stream = peer.stream().try_clone().map_err(|error| Failure::broken("cannot share a socket", &error))?;
    // Why not all of it went out shows in what comes back.
    Ok(thread::spawn(move || drop(io::copy(&mut Pattern::new(len), &mut &stream))))
}

fn contains(text: &[u8], part: &str) -> bool {
    text.windows(part.len()).any(|window| window == part.as_bytes())
}

/// Whether close is among the options in Connection, in any letter case.
fn says_close(reply: &Reply) -> bool {
    let options = reply.field("Connection").unwrap_or_default();
    options.split(',').any(|option| option.trim().eq_ignore_ascii_case("close"))
}

fn form_head(method: &str) -> String {
    format!("{method} /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded")
}
