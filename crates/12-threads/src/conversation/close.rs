//! How a connection ends: so that the last response arrives, or so that nobody takes it for whole.

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
    // ANCHOR: close
    /// Ends the connection so that the last response arrives: says that nothing more will come, and reads on until the
    /// client has closed its side, within bounds. Octets that stay unread would make the system reset the connection, and
    /// the reset can overtake the response (RFC 9112 section 9.6).
    pub(crate) fn close(&mut self) -> io::Result<()> {
        // ANCHOR: end
        if self.is_ended() {
            return Ok(());
        }
        self.flush()?;
        let nothing_follows = self.connection.has_last_request() && self.input.unused().is_empty();
        if self.connection.next() != Next::Linger || nothing_follows {
            return Ok(());
        }
        // ANCHOR: linger
        self.transport().finish()?;
        self.waits();
        (self.input, self.output) = (Input::default(), Vec::new());
        self.read_to_the_end();
        Ok(())
        // ANCHOR_END: linger
        // ANCHOR_END: end
    }
    // ANCHOR_END: close

    /// Reads on after the last response. Whether the client went on, closed or broke off makes no difference any more.
    fn read_to_the_end(&mut self) {
        // ANCHOR: read_to_the_end
        let mut now = Instant::now();
        let mut until = now + if self.is_stopping() { self.linger.min(SHORT_LINGER) } else { self.linger };
        self.paused = clock::paused();
        while now < until && self.goes_on(until, now) {
            until += clock::paused_since(&mut self.paused);
            now = Instant::now();
        }
        // ANCHOR_END: read_to_the_end
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
