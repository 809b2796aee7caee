//! How a connection ends: so that the last response arrives, or so that nobody takes it for whole.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use connection::Next;

use crate::clock;
use crate::conversation::Conversation;
use crate::conversation::wait::FIRST;
use crate::input::Input;
use crate::transport::Transport;

/// How long a server that stops reads on at most.
const SHORT_LINGER: Duration = Duration::from_millis(200);

impl<T: Transport> Conversation<'_, T> {
    /// Ends the connection so that the last response arrives: says that nothing more will come, and reads on until the
    /// client has closed its side, within bounds. Octets that stay unread would make the system reset the connection, and
    /// the reset can overtake the response (RFC 9112 section 9.6).
    pub(crate) fn close(&mut self) -> io::Result<()> {
        if self.is_ended() {
            return Ok(());
        }
        self.flush()?;
        let nothing_follows = self.connection.has_last_request() && self.input.unused().is_empty();
        if self.connection.next() != Next::Linger || nothing_follows {
            return Ok(());
        }
        // GAP 6 of 8: linger
        // The last response is out, and octets may come that nobody reads. Say that nothing will follow
        // (`self.transport().finish()?`) and that from here on only the client is waited for
        // (`self.waits()`, so that it can make room). Put an empty `Input` and `Vec` in the place of both
        // buffers, for they may wait for long, and then `self.read_to_the_end()`.
        todo!("gap 6: linger")
    }

    /// Reads on after the last response. Whether the client went on, closed or broke off makes no difference any more.
    fn read_to_the_end(&mut self) {
        let mut now = Instant::now();
        let mut until = now + if self.is_stopping() { self.linger.min(SHORT_LINGER) } else { self.linger };
        self.paused = clock::paused();
        while now < until && self.goes_on(until, now) {
            until += clock::paused_since(&mut self.paused);
            now = Instant::now();
        }
    }

    /// Reads on after the last response; returns whether the client may send more.
    fn goes_on(&mut self, until: Instant, now: Instant) -> bool {
        match self.timed.read(&mut [0; FIRST], until, now) {
            Ok(count) => count > 0,
            Err(error) => error.kind() == ErrorKind::TimedOut && !self.is_ended(),
        }
    }

    /// Breaks the connection off, so that the client does not take what it has for a whole response.
    pub(crate) fn abort(&mut self) {
        let _ = self.flush();
        self.transport().abort();
    }
}
