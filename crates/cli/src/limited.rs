//! Reading from a client that may send too much, or too slowly.

use std::io::{self, ErrorKind, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// How long a read lasts at least: no time at all would be no limit.
const SHORTEST: Duration = Duration::from_millis(1);

/// What comes over a connection until `bytes` bytes have come; reading fails when `time` has passed.
///
/// A read timeout alone ([`TcpStream::set_read_timeout`]) starts anew with every byte: a client that sends one now and
/// then would never be done.
#[must_use]
pub fn limited(stream: &TcpStream, bytes: u64, time: Duration) -> impl Read {
    Until { stream, end: Instant::now() + time }.take(bytes)
}

/// A stream that can be read until a moment.
struct Until<'a> {
    stream: &'a TcpStream,
    end: Instant,
}

impl Read for Until<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        loop {
            // macOS refuses a limit once both sides have closed the connection. A read then returns at once.
            self.stream.set_read_timeout(Some(left)).ok();
            match self.stream.read(buffer) {
                // On Linux, the program was stopped and goes on (Ctrl-Z, fg). What has come meanwhile is not late.
                Err(error) if error.kind() == ErrorKind::Interrupted => {
                    left = self.end.saturating_duration_since(Instant::now()).max(SHORTEST);
                }
                // What Unix systems say when a read timeout has passed.
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Err(ErrorKind::TimedOut.into()),
                read => return read,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn limited_reading_stops_at_the_bytes_and_at_the_time() -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(listener.local_addr()?)?;
        let (server, _) = listener.accept()?;
        client.write_all(b"Hello")?;
        let mut came = String::new();
        limited(&server, 4, Duration::from_mins(1)).read_to_string(&mut came)?;
        assert_eq!(came, "Hell");

        let began = Instant::now();
        let mut patient = limited(&server, u64::MAX, Duration::from_millis(20));
        while patient.read(&mut [0]).is_ok_and(|count| count > 0) {
            client.write_all(b"o")?;
        }
        assert!(began.elapsed() >= Duration::from_millis(20));
        let late = patient.read(&mut [0]).expect_err("the time has passed");
        assert_eq!(late.kind(), ErrorKind::TimedOut);

        let silent = TcpStream::connect(listener.local_addr()?)?;
        let (server, _) = listener.accept()?;
        let late = limited(&server, 1, Duration::from_millis(1)).read(&mut [0]).expect_err("nothing came");
        assert_eq!(late.kind(), ErrorKind::TimedOut);
        drop(silent);
        Ok(())
    }

    #[test]
    fn what_both_sides_have_closed_is_at_its_end() -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(listener.local_addr()?)?;
        let (server, _) = listener.accept()?;
        client.write_all(b"Hello")?;
        drop(client);
        server.shutdown(std::net::Shutdown::Write)?;
        let mut came = String::new();
        limited(&server, 10, Duration::from_mins(1)).read_to_string(&mut came)?;
        assert_eq!(came, "Hello");
        assert_eq!(limited(&server, 10, Duration::from_mins(1)).read(&mut [0])?, 0);
        Ok(())
    }
}
