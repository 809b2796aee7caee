//! Graded tests of lesson 05: an agreed format of requests and replies over TCP.

use std::io::Write;
use std::time::Duration;

use harness::{Failure, Lesson, Listener, Peer, Server, Teach, Verdict, common, visible};
use predicates::prelude::*;

#[path = "05_protocol/client.rs"]
mod client;
#[path = "05_protocol/server.rs"]
mod server;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON, [server, client]);

const REQUEST: &[u8] = b"ECHO text 5\nHello";
const REPLY: &[u8] = b"20 text 5\nHello";
const MALFORMED: &str = "40 text 9\nmalformed";
const TOO_LARGE: &str = "41 text 9\ntoo large";
const UNKNOWN_METHOD: &str = "42 text 14\nunknown method";
const NOT_ALLOWED: &str = "43 text 11\nnot allowed";

/// Makes a failure say which of many cases it was.
fn in_case(case: impl AsRef<[u8]>) -> impl FnOnce(Failure) -> Failure {
    let case = case.as_ref();
    let shown = if case.is_empty() { "not a single byte".to_owned() } else { visible(case) };
    move |failure| failure.row("case", shown)
}

/// Runs a test of a server that answers a plain request rightly; of one that does not, says just that.
fn check_server(teach: Teach, test: impl FnOnce(Server) -> Verdict + Send + 'static) -> Verdict {
    check_server_with_key("sesame", teach, test)
}

fn check_server_with_key(
    key: &'static str,
    teach: Teach,
    test: impl FnOnce(Server) -> Verdict + Send + 'static,
) -> Verdict {
    check_server_of(LESSON, key, teach, test)
}

fn check_server_of(
    lesson: Lesson,
    key: &'static str,
    teach: Teach,
    test: impl FnOnce(Server) -> Verdict + Send + 'static,
) -> Verdict {
    let basics = Teach {
        wrong: "a plain ECHO request did not get its reply, so what this test is about was not tried yet",
        why: "A reply is its code, the type and the length, one space between them, one LF, then the body, and nothing else. \
              Make the_server_answers_a_request pass first.",
        book: "The specification",
    };
    let start = move || lesson.server().args(["--key", key]).listen();
    lesson.check(basics, move || expect_echo(&mut start()?.connect()?))?;
    lesson.check(teach, move || test(start()?))
}

/// A request, and the connection is as good as new.
fn expect_echo(peer: &mut Peer) -> Verdict {
    peer.send(REQUEST)?;
    peer.expect(REPLY)
}

/// Says what is missing where the reply is right.
fn noting_the_end(failure: Failure) -> Failure {
    if failure.in_columns(10_000).contains("was not closed") {
        failure.row(
            "note",
            "\"Ending in order\": after this reply the server shuts its direction down, before it reads on",
        )
    } else {
        failure
    }
}

/// Each of these, sent on a connection of its own, must get the reply, and then the end of the connection.
fn expect_end_after<B: AsRef<[u8]>>(server: &Server, reply: &str, cases: &[B]) -> Verdict {
    for case in cases {
        let mut peer = server.connect()?;
        peer.send(case).and_then(|()| peer.expect_all(reply)).map_err(noting_the_end).map_err(in_case(case))?;
    }
    Ok(())
}
