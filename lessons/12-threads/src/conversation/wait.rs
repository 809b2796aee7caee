//! Waiting for the client, and for no longer than it may take.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use connection::Next;

use crate::clock;
use crate::conversation::Conversation;
use crate::transport::Transport;
use crate::trouble::Trouble;

/// What is read while nothing of a request has come. It lies on the stack: thousands of connections wait at a time, and
/// none of them holds a buffer for it. With all that is above it, it needs no fourth page.
pub(super) const FIRST: usize = 3 * 1024;

/// The buffer for the rest of a head.
const HEAD: usize = 4 * 1024;

/// Room for the responses to most of what comes at first. Allocators are fastest with less than a kilobyte.
const TYPICAL: usize = 1000;

/// The buffer for content.
const CONTENT: usize = 64 * 1024;

/// What comes within so short a time was sent together.
const TOGETHER: Duration = Duration::from_millis(100);

impl<T: Transport> Conversation<'_, T> {
    pub(super) fn wait_for_request(&mut self) -> Result<(), Trouble> {
        self.waits();
        self.receive()
    }

    /// Receives octets of the client; all that have come before are used. What waits to be sent is sent before: the client
    /// may wait for it.
    pub(super) fn receive(&mut self) -> Result<(), Trouble> {
        self.flush()?;
        // GAP 6 of 9: wait
        // The starter waits without a limit. Read until the deadline of `self.connection`, or until now if there
        // is none. 0 octets are the `end_of_input()`. Tell `timed_out`, with the time after the read, when the
        // read failed with ErrorKind::TimedOut, and when octets have come too, but not if the connection was idle
        // before the read: with its first octet, a request has a time of its own. After a time-out read again,
        // unless `self.connection.next()` is Linger or Close by then.
        let now = Instant::now();
        let count = self.read(now + Duration::from_secs(3600), now)?;
        if count == 0 {
            self.connection.end_of_input()?;
        }
        Ok(())
    }

    /// Receives octets of content that come at once, or fails with [`Trouble::NotYet`].
    pub(super) fn receive_at_once(&mut self, until: Instant) -> Result<(), Trouble> {
        self.flush()?;
        let now = Instant::now();
        if now >= until {
            return Err(Trouble::NotYet);
        }
        match self.read(until.min(now + TOGETHER), now) {
            Ok(0) => Ok(self.connection.end_of_input()?),
            Ok(_) => Ok(()),
            Err(error) if error.kind() == ErrorKind::TimedOut => Err(Trouble::NotYet),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads, with a buffer if the connection is not idle. Time for which the process did not run is the client's.
    fn read(&mut self, deadline: Instant, now: Instant) -> io::Result<usize> {
        if self.is_ended() {
            return Err(ErrorKind::ConnectionAborted.into());
        }
        let read = if self.connection.is_idle() {
            self.read_first(deadline, now)
        } else {
            let size = if self.connection.is_receiving_content() { CONTENT } else { HEAD };
            let Self { input, timed, .. } = self;
            input.fill(size, |buffer| timed.read(buffer, deadline, now))
        };
        self.connection.postpone(clock::paused_since(&mut self.paused));
        read
    }

    /// Waits for the first octets of a request, with no memory but a little of the stack. Never a part of its caller, which
    /// goes on without it.
    #[inline(never)]
    fn read_first(&mut self, deadline: Instant, now: Instant) -> io::Result<usize> {
        self.input.release();
        self.output = Vec::new();
        let mut first = [0; FIRST];
        let Self { place, timed, .. } = self;
        let mut read = || timed.read(&mut first, deadline, now);
        let count = match place {
            Some(place) => place.idle(read),
            None => read(),
        }?;
        self.input.put(&first[..count]);
        self.output.reserve(TYPICAL);
        Ok(count)
    }
}
