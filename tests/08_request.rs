//! Graded tests of lesson 08: the heads of HTTP requests.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

#![allow(clippy::disallowed_methods, reason = "a test measures how long something takes")]

use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use harness::{Failure, Lesson, Listener, Peer, Reply, Running, Server, Teach, Verdict, common, error_line};
use predicates::prelude::*;

#[path = "08_request/client.rs"]
mod client;
#[path = "08_request/clients.rs"]
mod clients;
#[path = "08_request/fields.rs"]
mod fields;
#[path = "08_request/host.rs"]
mod host;
#[path = "08_request/limits.rs"]
mod limits;
#[path = "08_request/lines.rs"]
mod lines;
#[path = "08_request/pages.rs"]
mod pages;
#[path = "08_request/places.rs"]
mod places;
#[path = "08_request/request_line.rs"]
mod request_line;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON, [pages, lines, request_line, fields, host, limits, places, clients, client]);

/// A request that every right server answers with 200.
const HELLO: &str = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// The documented limits of the request crate.
const TARGET_LIMIT: usize = 8192;
const LINE_LIMIT: usize = 8192;
const FIELDS_LIMIT: usize = 100;
const SECTION_LIMIT: usize = 64 * 1024;

/// Sends a request on a connection of its own and reads the one response.
fn answer(server: &Server, request: impl AsRef<[u8]>) -> Verdict<Reply> {
    let mut client = server.connect()?;
    client.send(request)?;
    client.reply_and_close("GET")
}

/// A server that is asked each of `requests`, on a connection of its own, answers all of them with `status`.
fn all_get<B: AsRef<[u8]>>(status: u16, requests: impl IntoIterator<Item = B>) -> Verdict {
    let server = LESSON.server().listen()?;
    for request in requests {
        answer(&server, request)?.expect_status(status)?;
    }
    Ok(())
}

/// The requests, each of them a good one with these field lines added.
fn with_fields<'a>(lines: impl IntoIterator<Item = &'a [u8]>) -> Vec<Vec<u8>> {
    let add = |line: &[u8]| [b"GET /hello HTTP/1.1\r\nHost: localhost\r\n", line, b"\r\n\r\n"].concat();
    lines.into_iter().map(add).collect()
}

/// The requests with these first lines.
fn with_first_lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| format!("{line}\r\nHost: localhost\r\n\r\n")).collect()
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
