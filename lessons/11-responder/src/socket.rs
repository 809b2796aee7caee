//! A socket on which no wait is longer than it may be.

// Remove the next line when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code, unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use connection::blocking::Transport;

/// Read timeouts are rounded up to this, so that two waits of the same length have the same timeout, and it is set once.
const STEP: Duration = Duration::from_millis(10);

/// A client's socket.
#[derive(Debug)]
pub(crate) struct Socket<'s> {
    stream: &'s TcpStream,
    read_timeout: Duration,
    write_timeout: Duration,
    /// How many octets the client must take within the write timeout.
    least: usize,
}

impl<'s> Socket<'s> {
    /// Prepares the socket: small answers leave at once, and a client must take `rate` octets a second, seen over the
    /// time `wait`. What counts is what the system takes for it: that holds megabytes and makes room in large steps, so a
    /// client that takes some kilobytes a second of a long file can look like one that takes nothing.
    pub(crate) fn new(stream: &'s TcpStream, rate: u32, wait: Duration) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(wait))?;
        let least = u128::from(rate) * wait.as_millis() / 1000;
        let least = usize::try_from(least).unwrap_or(usize::MAX).max(1);
        Ok(Self { stream, read_timeout: Duration::ZERO, write_timeout: wait, least })
    }

    /// Reads what has come, or waits for it no longer than until `deadline`.
    pub(crate) fn read(&mut self, buffer: &mut [u8], deadline: Instant, now: Instant) -> io::Result<usize> {
        let steps = deadline.saturating_duration_since(now).as_millis().div_ceil(STEP.as_millis()).max(1);
        let timeout = STEP * u32::try_from(steps).unwrap_or(u32::MAX);
        if timeout != self.read_timeout {
            Transport::set_read_timeout(self.stream, timeout)?;
            self.read_timeout = timeout;
        }
        loop {
            match self.stream.read(buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Err(ErrorKind::TimedOut.into()),
                result => return result,
            }
        }
    }

    /// Writes all octets of both slices, unless the client takes too few of them.
    pub(crate) fn write_all(&mut self, mut first: &[u8], mut second: &[u8]) -> io::Result<()> {
        while !(first.is_empty() && second.is_empty()) {
            let began = Instant::now();
            let count = self.write(first, second)?;
            let left = first.len() + second.len() - count;
            // GAP 3 of 5: pace
            // `count` octets went out, `left` are still to be sent. The write returned because all were
            // gone, or because `self.write_timeout` was over since `began`, or because a signal came.
            // Give up, with `ErrorKind::TimedOut`, when octets are left, the time is over, and fewer
            // than `self.least` went out in it.
            todo!("gap 3: pace");
            let of_first = count.min(first.len());
            (first, second) = (&first[of_first..], &second[count - of_first..]);
        }
        Ok(())
    }

    /// One write: how many octets the client, or the system for it, has taken when all are gone or the write timeout has
    /// passed.
    fn write(&mut self, first: &[u8], second: &[u8]) -> io::Result<usize> {
        let written = match (first, second) {
            (octets, []) | ([], octets) => self.stream.write(octets),
            _ => self.stream.write_vectored(&[IoSlice::new(first), IoSlice::new(second)]),
        };
        match written {
            Ok(0) => Err(ErrorKind::WriteZero.into()),
            Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::WouldBlock) => Ok(0),
            written => written,
        }
    }

    pub(crate) fn stream(&self) -> &'s TcpStream {
        self.stream
    }
}
