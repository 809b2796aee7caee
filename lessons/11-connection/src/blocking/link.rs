//! A socket with its buffers and deadlines.

use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::ops::Range;
use std::time::{Duration, Instant};

use crate::timeouts::{Pace, Timeouts};

/// What a connection runs over: a socket, or something that behaves like one.
pub trait Transport: Read + Write {
    /// Reading fails with [`ErrorKind::WouldBlock`] or [`ErrorKind::TimedOut`] when nothing came for so long.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    fn set_read_timeout(&self, time: Duration) -> io::Result<()>;

    /// Writing fails, or writes less, when nothing was taken for so long.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    fn set_write_timeout(&self, time: Duration) -> io::Result<()>;

    /// Whether octets, or the end, have come and were not read; it does not wait.
    ///
    /// # Errors
    ///
    /// When the connection is no more.
    fn has_input(&self) -> io::Result<bool>;

    /// Says that nothing more will be written, and leaves reading as it is.
    ///
    /// # Errors
    ///
    /// When the connection is no more.
    fn finish(&self) -> io::Result<()>;
}

impl Transport for TcpStream {
    fn set_read_timeout(&self, time: Duration) -> io::Result<()> {
        TcpStream::set_read_timeout(self, Some(time)).or_else(unless_closed)
    }

    fn set_write_timeout(&self, time: Duration) -> io::Result<()> {
        TcpStream::set_write_timeout(self, Some(time)).or_else(unless_closed)
    }

    fn has_input(&self) -> io::Result<bool> {
        self.set_nonblocking(true)?;
        let peeked = self.peek(&mut [0]);
        self.set_nonblocking(false)?;
        match peeked {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn finish(&self) -> io::Result<()> {
        self.shutdown(Shutdown::Write)
    }
}

/// A deadline may be missed by so much: so the socket need not be told anew before each read.
const GRAIN: Duration = Duration::from_millis(20);

/// Input begins with a small buffer, as most requests are short and many connections rest; it grows for content.
const SMALL: usize = 2 * 1024;
const LARGE: usize = 64 * 1024;

/// In how many waits a write is cut: when a peer stopped taking anything is not known better. Where a write that was cut
/// cannot go on, it is not cut.
const WRITES: u32 = if cfg!(windows) { 1 } else { 8 };

/// When so much output has gathered, it goes out, even if more is to come.
const MOST_GATHERED: usize = 64 * 1024;

/// A piece of content of this size is worth a write without a copy.
const WORTH_A_WRITE: usize = 8 * 1024;

/// A socket, what has come from it and was not yet taken, and what is to go out.
#[derive(Debug)]
pub(super) struct Link<T> {
    stream: T,
    timeouts: Timeouts,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    pub(super) output: Vec<u8>,
    read_timeout: Option<Duration>,
    write_timeout: Option<Duration>,
    finished: bool,
}

/// What a wait for the peer came to.
pub(super) enum Filled {
    Octets,
    End,
    Late,
}

impl<T: Transport> Link<T> {
    pub(super) fn new(stream: T, timeouts: Timeouts) -> Self {
        Self {
            stream,
            timeouts,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            output: Vec::new(),
            read_timeout: None,
            write_timeout: None,
            finished: false,
        }
    }

    /// What has come and was not taken.
    pub(super) fn input(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// What is left of the input, once `left` octets of it are.
    pub(super) fn take_all_but(&mut self, left: usize) {
        self.start = self.end - left.min(self.end - self.start);
    }

    /// Reads until `deadline`. All input must have been taken.
    pub(super) fn fill(&mut self, deadline: Instant, now: Instant) -> io::Result<Filled> {
        let left = deadline.saturating_duration_since(now);
        set(&mut self.read_timeout, left, |time| self.stream.set_read_timeout(time))?;
        if self.end == self.buffer.len() && self.end < LARGE {
            // All of the room was used, or there was none: more may be on its way.
            self.buffer.resize((4 * self.end).clamp(SMALL, LARGE), 0);
        }
        (self.start, self.end) = (0, 0);
        loop {
            let read = self.stream.read(&mut self.buffer);
            match read {
                Ok(0) => return Ok(Filled::End),
                Ok(count) => {
                    self.end = count;
                    return Ok(Filled::Octets);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if is_late(&error) => return Ok(Filled::Late),
                Err(error) => return Err(error),
            }
        }
    }

    /// Gives memory back that a resting connection does not need.
    pub(super) fn rest(&mut self) {
        if self.buffer.len() > SMALL && self.start == self.end {
            self.buffer = Vec::new();
            (self.start, self.end) = (0, 0);
        }
        if self.output.capacity() > SMALL && self.output.is_empty() {
            self.output = Vec::new();
        }
    }

    /// Sends what has gathered when it is much.
    pub(super) fn flush_much(&mut self) -> io::Result<()> {
        if self.output.len() >= MOST_GATHERED { self.flush() } else { Ok(()) }
    }

    /// Sends what has gathered.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.write_behind_output(&[])
    }

    /// Sends some of what has gathered, and waits for a moment only; returns whether anything went out.
    pub(super) fn flush_some(&mut self) -> io::Result<bool> {
        // Windows does not say how many octets are gone when the time is over, so nothing could follow.
        let moment = if cfg!(windows) { self.timeouts.write } else { GRAIN };
        set(&mut self.write_timeout, moment, |time| self.stream.set_write_timeout(time))?;
        match self.stream.write(&self.output) {
            Ok(count) => {
                self.output.drain(..count);
                Ok(count > 0)
            }
            Err(error) if is_late(&error) && cfg!(windows) => Err(ErrorKind::TimedOut.into()),
            Err(error) if is_late(&error) || error.kind() == ErrorKind::Interrupted => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Adds a piece to the output; a large one goes out at once, without a copy.
    pub(super) fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        if piece.len() >= WORTH_A_WRITE {
            return self.write_behind_output(piece);
        }
        self.output.extend_from_slice(piece);
        self.flush_much()
    }

    fn write_behind_output(&mut self, piece: &[u8]) -> io::Result<()> {
        let total = self.output.len() + piece.len();
        let Timeouts { write: most, rate, .. } = self.timeouts;
        let (mut written, mut pace) = (0, None);
        set(&mut self.write_timeout, most / WRITES, |time| self.stream.set_write_timeout(time))?;
        while written < total {
            let count = match self.write_some(written, piece) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::Interrupted => 0,
                // Windows does not say how many octets are gone when the time is over.
                Err(error) if is_late(&error) && cfg!(windows) => return Err(ErrorKind::TimedOut.into()),
                Err(error) if is_late(&error) => 0,
                Err(error) => return Err(error),
            };
            written += count;
            if written < total {
                // Only a peer that did not take everything at once is worth a look at the clock.
                let now = Instant::now();
                let pace = pace.get_or_insert_with(|| Pace::new(most, rate, now));
                if now >= pace.end() {
                    return Err(ErrorKind::TimedOut.into());
                }
                pace.deadline(count as u64, now);
            }
        }
        self.output.clear();
        Ok(())
    }

    /// One write of what is left of the output and the piece behind it, when `written` octets are out.
    fn write_some(&mut self, written: usize, piece: &[u8]) -> io::Result<usize> {
        match self.output.get(written..) {
            None | Some([]) => self.stream.write(&piece[written - self.output.len()..]),
            Some(output) if piece.is_empty() => self.stream.write(output),
            Some(output) => self.stream.write_vectored(&[IoSlice::new(output), IoSlice::new(piece)]),
        }
    }

    /// Ends our side, once.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.finished, true) { Ok(()) } else { self.stream.finish() }
    }

    /// Octets that have come, by their place in the buffer.
    pub(super) fn octets(&self, place: Range<usize>) -> &[u8] {
        &self.buffer[place]
    }

    /// The place of the first octet that was not taken.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    pub(super) fn timeouts(&self) -> &Timeouts {
        &self.timeouts
    }

    pub(super) fn stream(&self) -> &T {
        &self.stream
    }
}

/// Tells the socket how long to wait, unless it knows.
fn set(known: &mut Option<Duration>, time: Duration, tell: impl FnOnce(Duration) -> io::Result<()>) -> io::Result<()> {
    let grains = time.as_micros().div_ceil(GRAIN.as_micros()).max(1);
    let time = GRAIN.saturating_mul(u32::try_from(grains).unwrap_or(u32::MAX));
    if *known != Some(time) {
        tell(time)?;
        *known = Some(time);
    }
    Ok(())
}

/// macOS refuses a limit (EINVAL) once both sides have closed the connection. A read or a write then returns at once, and
/// tells what is the case.
fn unless_closed(refused: io::Error) -> io::Result<()> {
    if refused.kind() == ErrorKind::InvalidInput { Ok(()) } else { Err(refused) }
}

/// Whether a socket's timeout has passed. Systems differ in how they say so.
fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// Whether this program was stopped while it read: no read lasts so much longer than its limit. What has come meanwhile is
/// not late.
pub(super) fn was_stopped(deadline: Instant) -> bool {
    const LONGEST_DELAY: Duration = Duration::from_millis(500);
    Instant::now().saturating_duration_since(deadline) > LONGEST_DELAY
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn what_both_sides_have_closed_takes_limits_and_is_at_its_end() -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        drop(TcpStream::connect(listener.local_addr()?)?);
        let (mut server, _) = listener.accept()?;
        server.finish()?;
        assert_eq!(server.read(&mut [0])?, 0);
        for _ in 0..2 {
            Transport::set_read_timeout(&server, Duration::from_mins(1))?;
            Transport::set_write_timeout(&server, Duration::from_mins(1))?;
            assert_eq!(server.read(&mut [0])?, 0);
        }
        Ok(())
    }

    #[test]
    fn only_what_a_closed_connection_refuses_is_no_error() {
        assert!(unless_closed(ErrorKind::InvalidInput.into()).is_ok());
        assert!(unless_closed(ErrorKind::NotConnected.into()).is_err());
    }
}
