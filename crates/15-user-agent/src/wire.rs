//! A socket whose octets can be looked at as they pass, and that does nothing any more when all time is over.

use std::cell::Cell;
use std::io::{self, IoSlice, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use threads::Transport;

use crate::deadline::Deadline;
use crate::trace::Trace;

/// A connection to a server.
#[derive(Debug)]
pub struct Wire {
    stream: TcpStream,
    trace: Trace,
    deadline: Deadline,
    /// How long reading and writing may wait, as far as the connection is concerned.
    read: Cell<Duration>,
    write: Cell<Duration>,
}

impl Wire {
    pub fn new(stream: TcpStream, trace: Trace, deadline: Deadline) -> Self {
        Self { stream, trace, deadline, read: Cell::new(Duration::MAX), write: Cell::new(Duration::MAX) }
    }

    /// Does something that may wait for so long, and not beyond the deadline. `set` tells the socket.
    fn in_time<T>(
        &mut self,
        most: Duration,
        set: impl FnOnce(&TcpStream, Duration) -> io::Result<()>,
        wait: impl FnOnce(&mut TcpStream) -> io::Result<T>,
    ) -> io::Result<T> {
        if let Some(left) = self.deadline.left()? {
            set(&self.stream, left.min(most))?;
        }
        let waited = wait(&mut self.stream);
        if waited.is_err() {
            self.deadline.left()?;
        }
        waited
    }

    fn write_in_time(&mut self, write: impl FnOnce(&mut TcpStream) -> io::Result<usize>) -> io::Result<usize> {
        self.in_time(self.write.get(), Transport::set_write_timeout, write)
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.in_time(self.read.get(), Transport::set_read_timeout, |stream| stream.read(buffer))?;
        self.trace.received(&buffer[..count]);
        Ok(count)
    }
}

impl Write for Wire {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let count = self.write_in_time(|stream| stream.write(octets))?;
        self.trace.sent(&octets[..count]);
        Ok(count)
    }

    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let count = self.write_in_time(|stream| stream.write_vectored(slices))?;
        let mut left = count;
        for slice in slices {
            let part = &slice[..left.min(slice.len())];
            self.trace.sent(part);
            left -= part.len();
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl Transport for Wire {
    fn set_read_timeout(&self, time: Duration) -> io::Result<()> {
        self.read.set(time);
        Transport::set_read_timeout(&self.stream, time)
    }

    fn set_write_timeout(&self, time: Duration) -> io::Result<()> {
        self.write.set(time);
        Transport::set_write_timeout(&self.stream, time)
    }

    fn has_input(&self) -> io::Result<bool> {
        self.stream.has_input()
    }

    fn finish(&self) -> io::Result<()> {
        self.stream.finish()
    }
}
