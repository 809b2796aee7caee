//! Writes in short waits, and looks at the pace of each window of time itself.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// How long one write waits at most.
const TICK: Duration = Duration::from_millis(25);

/// A client's socket.
#[derive(Debug)]
pub(crate) struct Socket<'s> {
    stream: &'s TcpStream,
    rate: u32,
    window: Duration,
}

impl<'s> Socket<'s> {
    pub(crate) fn new(stream: &'s TcpStream, rate: u32, wait: Duration) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(TICK.min(wait)))?;
        Ok(Self { stream, rate, window: wait })
    }

    pub(crate) fn read(&mut self, buffer: &mut [u8], deadline: Instant, now: Instant) -> io::Result<usize> {
        let wait = deadline.saturating_duration_since(now).max(Duration::from_millis(1));
        self.stream.set_read_timeout(Some(wait))?;
        match self.stream.read(buffer) {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
                Err(ErrorKind::TimedOut.into())
            }
            read => read,
        }
    }

    pub(crate) fn write_all(&mut self, first: &[u8], second: &[u8]) -> io::Result<()> {
        // One copy, and one write for both.
        let octets = [first, second].concat();
        let mut rest = &octets[..];
        let (mut began, mut moved) = (Instant::now(), 0_u64);
        while !rest.is_empty() {
            match self.stream.write(rest) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(count) => {
                    rest = &rest[count..];
                    moved += count as u64;
                }
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
                Err(error) => return Err(error),
            }
            if began.elapsed() >= self.window {
                let least = u64::from(self.rate) * self.window.as_millis() as u64 / 1000;
                if !rest.is_empty() && moved < least.max(1) {
                    return Err(ErrorKind::TimedOut.into());
                }
                (began, moved) = (Instant::now(), 0);
            }
        }
        Ok(())
    }

    pub(crate) fn stream(&self) -> &'s TcpStream {
        self.stream
    }
}
