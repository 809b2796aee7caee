//! A server of the test's own that responds by a script, and the client that asks it.

use crate::failure::Verdict;
use crate::lesson::Lesson;
use crate::listener::Listener;
use crate::peer::Peer;
use crate::program::Program;
use crate::running::{Ended, Running};

/// So many octets of a request are read at most.
const LONGEST_REQUEST: usize = 1024 * 1024;

/// Where the test's own server listens, and the client that is to ask it.
#[derive(Debug)]
pub struct Script {
    /// Where the client's connections arrive.
    pub listener: Listener,
    /// The arguments of the client.
    pub args: Vec<String>,
    lesson: Lesson,
}

impl Script {
    /// A server on a free port, and the client of a lesson without arguments.
    ///
    /// # Errors
    ///
    /// When the system gives no port.
    pub fn new(lesson: Lesson) -> Verdict<Self> {
        Ok(Self::on(lesson, Listener::bind()?))
    }

    /// The same, with a listener of the test's choice.
    #[must_use]
    pub fn on(lesson: Lesson, listener: Listener) -> Self {
        Self { listener, args: Vec::new(), lesson }
    }

    /// Adds arguments of the client; ADDR in them stands for where the server listens.
    #[must_use]
    pub fn args<A: AsRef<str>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args.extend(args.into_iter().map(|arg| arg.as_ref().replace("ADDR", &self.listener.addr())));
        self
    }

    /// The client with its arguments, not yet started.
    #[must_use]
    pub fn program(&self) -> Program {
        self.lesson.client().args(&self.args)
    }

    /// Starts the client.
    ///
    /// # Errors
    ///
    /// When it cannot be started.
    pub fn start(&self) -> Verdict<Running> {
        self.program().start()
    }

    /// Takes the next connection, and the request on it; see [`next_request`](Self::next_request).
    ///
    /// # Errors
    ///
    /// When no connection comes in time, or no request on it.
    pub fn request(&self) -> Verdict<(Peer, String)> {
        let mut peer = self.listener.accept()?;
        let request = self.next_request(&mut peer)?;
        Ok((peer, request))
    }

    /// The next request on a connection, if it has no content; where the server listens is ADDR in it.
    ///
    /// # Errors
    ///
    /// When the head of a request does not come in time.
    pub fn next_request(&self, peer: &mut Peer) -> Verdict<String> {
        self.next_request_ending(peer, "\r\n\r\n")
    }

    /// The next request, up to the octets that its content ends with.
    ///
    /// # Errors
    ///
    /// When these octets do not come in time.
    pub fn next_request_ending(&self, peer: &mut Peer, end: &str) -> Verdict<String> {
        let expected = format!("a request that ends with {end:?}");
        let request = peer.read_while(&expected, LONGEST_REQUEST, |came| came.ends_with(end.as_bytes()))?;
        Ok(String::from_utf8_lossy(&request).replace(&self.listener.addr(), "ADDR"))
    }

    /// Starts the client, responds to one request, closes, and waits for the client to end with this status.
    ///
    /// # Errors
    ///
    /// When no request comes, or the client does not end so.
    pub fn one_response(&self, response: impl AsRef<[u8]>, status: i32) -> Verdict<Ended> {
        let client = self.start()?;
        let (mut peer, _) = self.request()?;
        peer.send(response)?;
        drop(peer);
        client.expect_end(status)
    }
}
