//! What a connection runs over: a TCP socket, or something that behaves like one.

use std::fs::File;
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::ops::Range;
use std::time::Duration;

use socket2::SockRef;

/// What a connection runs over: a TCP socket, or something that behaves like one, encrypted or in memory.
///
/// Reading waits until octets or the end have come, and writing until some octets are taken, but no longer than the
/// timeouts. What a timeout ends fails with [`ErrorKind::WouldBlock`] or [`ErrorKind::TimedOut`].
pub trait Transport: Read + Write {
    /// From now on, reading fails when nothing has come for so long.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    fn set_read_timeout(&self, time: Duration) -> io::Result<()>;

    /// From now on, writing fails when nothing was taken for so long.
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

    /// Lets the peer see, once this is dropped, that the connection was broken off and did not end in order: with TCP, by
    /// a reset. A transport that says at its end that it is one need do nothing, and does nothing unless it says how.
    fn abort(&self) {}

    /// Writes octets of the first slice, and then of the second, and returns how many: 0 when the write timeout has passed,
    /// or a signal came. One write may bring out fewer octets than there are.
    ///
    /// # Errors
    ///
    /// When the connection is broken, and on Windows when the timeout has passed: it does not tell how many octets are gone.
    fn write_some(&mut self, first: &[u8], second: &[u8]) -> io::Result<usize> {
        let written = match (first, second) {
            (octets, []) | ([], octets) => self.write(octets),
            _ => self.write_vectored(&[first, second].map(IoSlice::new)),
        };
        match taken(written) {
            Ok(0) if cfg!(windows) => Err(ErrorKind::TimedOut.into()),
            taken => taken,
        }
    }

    /// Writes some octets of this part of a file, without a copy in this process, and returns how many: 0 as for
    /// [`write_some`](Self::write_some). A transport that cannot do so need not say how.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] when this cannot be done here or with this file, [`ErrorKind::UnexpectedEof`] when the file
    /// ends before, and when the connection is broken.
    fn send_file(&mut self, file: &File, part: Range<u64>) -> io::Result<usize> {
        let _ = (file, part);
        Err(ErrorKind::Unsupported.into())
    }
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

    fn abort(&self) {
        let _ = SockRef::from(self).set_linger(Some(Duration::ZERO));
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn send_file(&mut self, file: &File, part: Range<u64>) -> io::Result<usize> {
        send_file(self, file, part)
    }

    #[cfg(windows)]
    fn write_some(&mut self, first: &[u8], second: &[u8]) -> io::Result<usize> {
        write_without_waiting(self, first, second)
    }
}

impl Transport for &TcpStream {
    fn set_read_timeout(&self, time: Duration) -> io::Result<()> {
        Transport::set_read_timeout(*self, time)
    }

    fn set_write_timeout(&self, time: Duration) -> io::Result<()> {
        Transport::set_write_timeout(*self, time)
    }

    fn has_input(&self) -> io::Result<bool> {
        (**self).has_input()
    }

    fn finish(&self) -> io::Result<()> {
        (**self).finish()
    }

    fn abort(&self) {
        (**self).abort();
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn send_file(&mut self, file: &File, part: Range<u64>) -> io::Result<usize> {
        send_file(self, file, part)
    }

    #[cfg(windows)]
    fn write_some(&mut self, first: &[u8], second: &[u8]) -> io::Result<usize> {
        write_without_waiting(self, first, second)
    }
}

/// One write on Windows, where a write that ends with its time does not say how many octets are gone, and where one that
/// does not wait takes any number of them.
#[cfg(windows)]
fn write_without_waiting(mut stream: &TcpStream, first: &[u8], second: &[u8]) -> io::Result<usize> {
    /// How long a client that takes nothing is given until the next look.
    const MOMENT: Duration = Duration::from_millis(10);

    let octets = if first.is_empty() { second } else { first };
    stream.set_nonblocking(true)?;
    let written = stream.write(octets);
    stream.set_nonblocking(false)?;
    if written.as_ref().is_err_and(|error| error.kind() == ErrorKind::WouldBlock) {
        std::thread::sleep(MOMENT);
    }
    taken(written)
}

/// Lets the system take octets from its cache of the file to the socket (`sendfile`).
#[cfg(any(target_os = "linux", target_os = "android"))]
fn send_file(stream: &TcpStream, file: &File, part: Range<u64>) -> io::Result<usize> {
    let most = usize::try_from(part.end.saturating_sub(part.start)).unwrap_or(usize::MAX);
    let mut from = part.start;
    match rustix::fs::sendfile(stream, file, Some(&mut from), most).map_err(io::Error::from) {
        Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
        // Not every file system can.
        Err(error) if error.kind() == ErrorKind::InvalidInput => Err(ErrorKind::Unsupported.into()),
        sent => taken(sent),
    }
}

/// How many octets a write has brought out: none, when its time is over or a signal came.
fn taken(written: io::Result<usize>) -> io::Result<usize> {
    use ErrorKind::{Interrupted, TimedOut, WouldBlock};
    match written {
        Ok(0) => Err(ErrorKind::WriteZero.into()),
        Err(error) if matches!(error.kind(), Interrupted | WouldBlock | TimedOut) => Ok(0),
        written => written,
    }
}

/// macOS refuses a timeout (EINVAL) once both sides have closed the connection. A read or a write then returns at once, and
/// tells what is the case.
fn unless_closed(refused: io::Error) -> io::Result<()> {
    if refused.kind() == ErrorKind::InvalidInput { Ok(()) } else { Err(refused) }
}
