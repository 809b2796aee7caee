//! A socket whose octets can be looked at as they pass.

use std::io::{self, IoSlice, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use connection::blocking::Transport;

use super::trace::Trace;

/// A connection to a server.
#[derive(Debug)]
pub struct Wire {
    pub stream: TcpStream,
    pub trace: Trace,
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer)?;
        self.trace.received(&buffer[..count]);
        Ok(count)
    }
}

impl Write for Wire {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let count = self.stream.write(octets)?;
        self.trace.sent(&octets[..count]);
        Ok(count)
    }

    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let count = self.stream.write_vectored(slices)?;
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
        Transport::set_read_timeout(&self.stream, time)
    }

    fn set_write_timeout(&self, time: Duration) -> io::Result<()> {
        Transport::set_write_timeout(&self.stream, time)
    }

    fn has_input(&self) -> io::Result<bool> {
        self.stream.has_input()
    }

    fn finish(&self) -> io::Result<()> {
        self.stream.finish()
    }
}
