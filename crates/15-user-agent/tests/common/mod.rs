//! What the tests of the client share.
#![allow(dead_code)]

use std::path::PathBuf;
use std::time::Duration;

use harness::{Lesson, Script, Teach, Verdict};

pub const LESSON: Lesson = harness::lesson!().with_time(Duration::from_mins(2), "programs that others wrote");

/// Runs one test; `wrong` is what it shows when it fails, `why` the rule that it stands for.
pub fn check(wrong: &'static str, why: &'static str, body: impl FnOnce() -> Verdict + Send + 'static) -> Verdict {
    LESSON.check(Teach { wrong, why, book: "What happened" }, body)
}

/// The client's program, for those that are run by another one.
pub fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_user-agent-client"))
}

/// A client that is given a URL on the test's own server.
pub fn asks<A: AsRef<str>>(path: &str, args: impl IntoIterator<Item = A>) -> Verdict<Script> {
    Ok(Script::new(LESSON)?.args([format!("http://ADDR{path}")]).args(args))
}

pub fn ok(content: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{content}", content.len())
}

/// The head of a GET request, with these lines after the usual ones.
pub fn get(path: &str, lines: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: ADDR\r\nUser-Agent: user-agent-client/0.1.0\r\n{lines}\r\n")
}
