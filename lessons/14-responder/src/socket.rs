//! A socket on which no wait is longer than it may be.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use connection::Pace;
use connection::blocking::Transport;

use crate::clock;

/// Read timeouts are rounded up to this, so that two waits of the same length have the same timeout, and it is set once.
const STEP: Duration = Duration::from_millis(10);

/// How long one read waits at most. On Windows nothing else wakes a thread that reads: neither the stop of the server nor
/// that its place is needed.
const LONGEST_READ: Duration = if cfg!(windows) { Duration::from_millis(250) } else { Duration::MAX };

/// How long one write waits at most: the end of a client's silence is not known better than that.
const LONGEST_WRITE: Duration = Duration::from_secs(1);

/// How many octets one write brings out at most. While the system takes now and then some of them, a write does not end
/// with its time: only few octets can make sure that it ends soon.
const MOST_WRITTEN: usize = if cfg!(windows) { 64 * 1024 } else { 128 * 1024 };

/// How many octets the system holds that are not on their way yet. It says that it takes more when half of these have left;
/// without a bound, only when a third of some megabytes has, and a client that takes some kilobytes a second would look
/// like one that takes nothing.
#[cfg(any(target_os = "linux", target_os = "android"))]
const UNSENT: u32 = 512 * 1024;

/// A client's socket.
#[derive(Debug)]
pub(crate) struct Socket<'s> {
    stream: &'s TcpStream,
    read_timeout: Duration,
    rate: u32,
    wait: Duration,
}

impl<'s> Socket<'s> {
    /// Prepares the socket: small answers leave at once, and a client may take nothing for the time `wait`, and must take
    /// `rate` octets a second, seen over that time. What counts is what the system takes for it.
    pub(crate) fn new(stream: &'s TcpStream, rate: u32, wait: Duration) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some((wait / 8).clamp(STEP, LONGEST_WRITE)))?;
        #[cfg(any(target_os = "linux", target_os = "android"))]
        socket2::SockRef::from(stream).set_tcp_notsent_lowat(UNSENT)?;
        Ok(Self { stream, read_timeout: Duration::ZERO, rate, wait })
    }

    /// Reads what has come, or waits for it no longer than until `deadline`; less long when a signal comes, and where nothing
    /// else wakes the thread.
    pub(crate) fn read(&mut self, buffer: &mut [u8], deadline: Instant, now: Instant) -> io::Result<usize> {
        let left = deadline.saturating_duration_since(now).min(LONGEST_READ);
        let steps = left.as_millis().div_ceil(STEP.as_millis()).max(1);
        let timeout = STEP * u32::try_from(steps).unwrap_or(u32::MAX);
        if timeout != self.read_timeout {
            Transport::set_read_timeout(self.stream, timeout)?;
            self.read_timeout = timeout;
        }
        match self.stream.read(buffer) {
            // After a signal, another read would wait as long once more: whoever waits looks at the clock first.
            Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::WouldBlock) => {
                Err(ErrorKind::TimedOut.into())
            }
            read => read,
        }
    }

    /// Writes all octets of both slices, unless the client takes too few of them.
    pub(crate) fn write_all(&mut self, mut first: &[u8], mut second: &[u8]) -> io::Result<()> {
        let mut pace = None;
        let mut paused = clock::paused();
        loop {
            let count = self.write(first, second)?;
            let of_first = count.min(first.len());
            (first, second) = (&first[of_first..], &second[count - of_first..]);
            if first.is_empty() && second.is_empty() {
                return Ok(());
            }
            // Only a client that did not take everything at once is worth a look at the clock.
            let now = Instant::now();
            let pace = pace.get_or_insert_with(|| Pace::new(self.wait, self.rate, now));
            pace.postpone(clock::paused_since(&mut paused));
            // GAP 3 of 5: pace
            // Some octets are still to be sent. A write waits for a moment at most; `count` went out in it,
            // none if the moment passed or a signal came. `pace` is the `Pace` of lesson 11 for this client.
            // Give up, with `ErrorKind::TimedOut`, when its deadline (`pace.end()`) has come; else move it on
            // with the octets that went out (`pace.deadline(octets, now)`).
            todo!("gap 3: pace")
        }
    }

    /// One write: how many octets the system has taken for the client within a moment.
    #[cfg(not(windows))]
    fn write(&mut self, first: &[u8], second: &[u8]) -> io::Result<usize> {
        let (first, second) = (beginning(first), beginning(second));
        let written = match (first, second) {
            (octets, []) | ([], octets) => self.stream.write(octets),
            _ => self.stream.write_vectored(&[first, second].map(io::IoSlice::new)),
        };
        taken(written)
    }

    /// The same on Windows, where a write that ends with its time does not say how many octets are gone, and where one that
    /// does not wait takes any number of them.
    #[cfg(windows)]
    fn write(&mut self, first: &[u8], second: &[u8]) -> io::Result<usize> {
        let octets = beginning(if first.is_empty() { second } else { first });
        self.stream.set_nonblocking(true)?;
        let written = self.stream.write(octets);
        self.stream.set_nonblocking(false)?;
        if written.as_ref().is_err_and(|error| error.kind() == ErrorKind::WouldBlock) {
            std::thread::sleep(STEP);
        }
        taken(written)
    }

    pub(crate) fn stream(&self) -> &'s TcpStream {
        self.stream
    }
}

fn beginning(octets: &[u8]) -> &[u8] {
    &octets[..octets.len().min(MOST_WRITTEN)]
}

/// How many octets a write has brought out: none, when its time is over or a signal came.
fn taken(written: io::Result<usize>) -> io::Result<usize> {
    match written {
        Ok(0) => Err(ErrorKind::WriteZero.into()),
        Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::WouldBlock) => Ok(0),
        written => written,
    }
}
