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
        // GAP 8 of 9: end (place 1 of 2)
        // The starter sends what is left and closes at once. Do nothing more for a connection that `is_ended()`,
        // or whose next step is not Linger, or whose last request has come (`has_last_request()`) with nothing
        // unread after it. Else say that nothing will follow (`finish()` of the transport), and that only the
        // client is waited for (`self.waits()`). Give the memory of both buffers back, for this may take long.
        // Then `read_to_the_end`.
        self.flush()
    }

    /// Reads on after the last response. Whether the client went on, closed or broke off makes no difference any more.
    fn read_to_the_end(&mut self) {
        // GAP 8 of 9: end (place 2 of 2)
        // Read on, by `goes_on`, until the client sends no more or `self.linger` has passed, however often
        // octets come; at most SHORT_LINGER where the server `is_stopping()`. Move the end on by the time for
        // which the process did not run meanwhile (`clock`, `self.paused`).
        todo!("gap 8: end")
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
