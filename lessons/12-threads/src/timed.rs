//! A transport on which no wait is longer than it may be.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::ops::Range;
use std::time::{Duration, Instant};

use connection::Pace;

use crate::clock;
use crate::transport::Transport;

/// Read timeouts are rounded up to this, so that two waits of the same length have the same timeout, and it is set once.
const STEP: Duration = Duration::from_millis(10);

/// How long one read waits at most. On Windows nothing else wakes a thread that reads: neither the stop of the server nor
/// that its place is needed.
const LONGEST_READ: Duration = if cfg!(windows) { Duration::from_millis(250) } else { Duration::MAX };

/// How long one write waits at most: the end of a peer's silence is not known better than that.
const LONGEST_WRITE: Duration = Duration::from_secs(1);

/// How many octets one write brings out at most. While the system takes now and then some of them, a write does not end
/// with its time: only few octets can make sure that it ends soon.
const MOST_WRITTEN: usize = if cfg!(windows) { 64 * 1024 } else { 128 * 1024 };

/// A transport with its timeouts.
#[derive(Debug)]
pub(crate) struct Timed<T> {
    transport: T,
    read_timeout: Duration,
    write_timeout: Duration,
    rate: u32,
    wait: Duration,
}

impl<T: Transport> Timed<T> {
    /// The peer may take nothing for the time `wait`, and must take `rate` octets a second, seen over that time. What counts
    /// is what the system takes for it.
    pub(crate) fn new(transport: T, rate: u32, wait: Duration) -> Self {
        Self { transport, read_timeout: Duration::ZERO, write_timeout: Duration::ZERO, rate, wait }
    }

    /// Reads what has come, or waits for it no longer than until `deadline`; less long when a signal comes, and where nothing
    /// else wakes the thread.
    pub(crate) fn read(&mut self, buffer: &mut [u8], deadline: Instant, now: Instant) -> io::Result<usize> {
        let left = deadline.saturating_duration_since(now).min(LONGEST_READ);
        let steps = left.as_millis().div_ceil(STEP.as_millis()).max(1);
        let timeout = STEP * u32::try_from(steps).unwrap_or(u32::MAX);
        if timeout != self.read_timeout {
            self.transport.set_read_timeout(timeout)?;
            self.read_timeout = timeout;
        }
        match self.transport.read(buffer) {
            // After a signal, another read would wait as long once more: whoever waits looks at the clock first.
            Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::WouldBlock) => {
                Err(ErrorKind::TimedOut.into())
            }
            read => read,
        }
    }

    /// Writes all octets of both slices, unless the peer takes too few of them.
    pub(crate) fn write_all(&mut self, mut first: &[u8], mut second: &[u8]) -> io::Result<()> {
        self.keep_pace(|timed, timeout| {
            let count = timed.write_some(first, second, timeout)?;
            let of_first = count.min(first.len());
            (first, second) = (&first[of_first..], &second[count - of_first..]);
            Ok((count, (first.len() + second.len()) as u64))
        })
    }

    /// Writes all of a part of a file, unless the peer takes too few octets of it.
    pub(crate) fn send_file(&mut self, file: &File, mut part: Range<u64>) -> io::Result<()> {
        match self.send_file_directly(file, &mut part) {
            Err(error) if error.kind() == ErrorKind::Unsupported => self.send_copy(file, &part),
            sent => sent,
        }
    }

    fn send_file_directly(&mut self, file: &File, part: &mut Range<u64>) -> io::Result<()> {
        self.keep_pace(|timed, timeout| {
            timed.wait_to_write(timeout)?;
            let end = part.end.min(part.start + MOST_WRITTEN as u64);
            let count = timed.transport.send_file(file, part.start..end)?;
            part.start += count as u64;
            Ok((count, part.end.saturating_sub(part.start)))
        })
    }

    fn send_copy(&mut self, mut file: &File, part: &Range<u64>) -> io::Result<()> {
        file.seek(SeekFrom::Start(part.start))?;
        let mut left = part.end.saturating_sub(part.start);
        let mut piece = vec![0; usize::try_from(left).unwrap_or(MOST_WRITTEN).min(MOST_WRITTEN)];
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(usize::MAX).min(piece.len());
            match file.read(&mut piece[..most]) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(count) => {
                    self.write_all(&piece[..count], &[])?;
                    left -= count as u64;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Calls `write`, which waits for so long at most and says how many octets went out and how many are left, until none
    /// are; or the peer is too slow.
    fn keep_pace(&mut self, mut write: impl FnMut(&mut Self, Duration) -> io::Result<(usize, u64)>) -> io::Result<()> {
        // GAP 7 of 9: keep_pace
        // The starter writes for as long as the peer likes. `write` writes once, for `longest_write()` at most,
        // and returns how many octets went out, none if the moment passed or a signal came, and how many are
        // left. Hold the peer to a `Pace` (lesson 11), which begins when it has not taken everything at once.
        // Give up with ErrorKind::TimedOut when the deadline of the pace has come (`end()`); else move it on by
        // the octets that went out (`deadline`). Time for which this process did not run (`clock`) is not the
        // peer's: `postpone` the pace by it.
        let timeout = self.longest_write();
        while write(self, timeout)?.1 > 0 {}
        Ok(())
    }

    /// One write, which waits for so long at most: how many octets the system has taken for the peer.
    pub(crate) fn write_some(&mut self, first: &[u8], second: &[u8], timeout: Duration) -> io::Result<usize> {
        self.wait_to_write(timeout)?;
        self.transport.write_some(beginning(first), beginning(second))
    }

    /// Sets how long a write waits.
    fn wait_to_write(&mut self, timeout: Duration) -> io::Result<()> {
        if timeout != self.write_timeout {
            self.transport.set_write_timeout(timeout)?;
            self.write_timeout = timeout;
        }
        Ok(())
    }

    /// How long one write waits. On Windows one that was cut could not go on.
    fn longest_write(&self) -> Duration {
        if cfg!(windows) { self.wait } else { (self.wait / 8).clamp(STEP, LONGEST_WRITE) }
    }

    pub(crate) fn transport(&self) -> &T {
        &self.transport
    }

    pub(crate) fn transport_mut(&mut self) -> &mut T {
        &mut self.transport
    }
}

fn beginning(octets: &[u8]) -> &[u8] {
    &octets[..octets.len().min(MOST_WRITTEN)]
}
