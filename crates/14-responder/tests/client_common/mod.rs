//! What the tests of the client share: servers that answer by a script.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use harness::{Ended, Failure, Lesson, Listener, Peer, Program, Running, Teach, Verdict};

pub const LESSON: Lesson = harness::lesson!().with_time(Duration::from_mins(2), "programs that others wrote");

/// Runs one test; `wrong` is what it shows when it fails, `why` the rule behind it.
pub fn check(wrong: &'static str, why: &'static str, body: impl FnOnce() -> Verdict + Send + 'static) -> Verdict {
    LESSON.check(Teach { wrong, why, book: "A client worth using" }, body)
}

/// The client's program, for those that are run by another one.
pub fn path() -> PathBuf {
    std::env::var_os("COURSE_PROGRAMS").map_or_else(
        || PathBuf::from(env!("CARGO_BIN_EXE_responder-client")),
        |prefix| PathBuf::from(format!("{}-client", prefix.display())),
    )
}

/// The test's own server, and the client that asks it.
pub struct Scene {
    pub listener: Listener,
    pub args: Vec<String>,
}

impl Scene {
    pub fn new() -> Verdict<Self> {
        Ok(Self { listener: Listener::bind()?, args: Vec::new() })
    }

    /// Adds arguments; ADDR in them stands for where the server listens.
    pub fn args<A: AsRef<str>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args.extend(args.into_iter().map(|arg| arg.as_ref().replace("ADDR", &self.listener.addr())));
        self
    }

    pub fn program(&self) -> Program {
        LESSON.client().args(&self.args)
    }

    pub fn start(&self) -> Verdict<Running> {
        self.program().start()
    }

    /// Takes the next connection and the request on it.
    pub fn request(&self) -> Verdict<(Peer, String)> {
        let mut peer = self.listener.accept()?;
        let request = self.next_request(&mut peer)?;
        Ok((peer, request))
    }

    /// The next request on a connection, without content; its server is ADDR.
    pub fn next_request(&self, peer: &mut Peer) -> Verdict<String> {
        self.next_request_ending(peer, "\r\n\r\n")
    }

    /// The next request, up to the octets with which its content ends.
    pub fn next_request_ending(&self, peer: &mut Peer, end: &str) -> Verdict<String> {
        let expected = format!("a request that ends with {end:?}");
        let request = peer.read_while(&expected, 1024 * 1024, |came| came.ends_with(end.as_bytes()))?;
        Ok(String::from_utf8_lossy(&request).replace(&self.listener.addr(), "ADDR"))
    }

    /// Answers one request and waits for the client to end with this status.
    pub fn one_answer(&self, answer: impl AsRef<[u8]>, status: i32) -> Verdict<Ended> {
        let client = self.start()?;
        let (mut peer, _) = self.request()?;
        peer.send(answer)?;
        drop(peer);
        client.expect_end(status)
    }
}

/// A client that is given a URL on the scripted server.
pub fn asks<A: AsRef<str>>(path: &str, args: impl IntoIterator<Item = A>) -> Verdict<Scene> {
    Ok(Scene::new()?.args([format!("http://ADDR{path}")]).args(args))
}

pub fn ok(content: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{content}", content.len())
}

/// The head of a GET request, with these lines behind the common ones.
pub fn get(path: &str, lines: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: ADDR\r\nUser-Agent: responder-client/0.1.0\r\n{lines}\r\n")
}

pub fn expect_same(came: impl AsRef<[u8]>, expected: impl AsRef<[u8]>) -> Verdict {
    let (came, expected) = (came.as_ref(), expected.as_ref());
    if came == expected { Ok(()) } else { Err(Failure::differ(expected, came)) }
}

pub fn expect(what: &str, holds: bool, came: impl AsRef<[u8]>) -> Verdict {
    let came = harness::visible(came.as_ref());
    if holds { Ok(()) } else { Err(Failure::wrong().row("expected", what).row("came", came)) }
}

pub fn expect_contains(came: impl AsRef<[u8]>, part: &str) -> Verdict {
    let text = String::from_utf8_lossy(came.as_ref()).into_owned();
    expect(&format!("{part:?} stands in it"), text.contains(part), text)
}

pub fn expect_lacks(came: impl AsRef<[u8]>, part: &str) -> Verdict {
    let text = String::from_utf8_lossy(came.as_ref()).into_owned();
    expect(&format!("{part:?} does not stand in it"), !text.contains(part), text)
}

/// The file has exactly these octets; `None`: it is not there.
pub fn expect_file(path: &Path, octets: Option<&[u8]>) -> Verdict {
    let name = path.display();
    match (fs::read(path), octets) {
        (Ok(came), Some(octets)) => expect_same(came, octets),
        (Err(_), None) => Ok(()),
        (Ok(came), None) => expect(&format!("there is no file {name}"), false, came),
        (Err(error), Some(_)) => expect(&format!("there is a file {name}"), false, error.to_string()),
    }
}
