//! The socket of a peer: made ready, limited in time, and its errors told apart.

use std::io::{self, ErrorKind};
use std::net::TcpStream;
use std::time::Duration;

use crate::time::{Wait, deadline};

/// Makes a socket ready for a peer: an accepted one may have inherited from its listener that it does not wait.
///
/// That a system refuses the other options on a connection that has ended is not told here: reading tells it.
pub(super) fn prepare(stream: &TcpStream) -> io::Result<()> {
    stream.set_nonblocking(false)?;
    let _ = stream.set_nodelay(true);
    limit(stream, TcpStream::set_write_timeout, deadline());
    Ok(())
}

/// Limits how long a read or a write may wait.
///
/// macOS refuses that (EINVAL) on a connection of which both directions are shut. There a read or a write waits for
/// nothing, and tells what is the case.
pub(super) fn limit(stream: &TcpStream, set: fn(&TcpStream, Option<Duration>) -> io::Result<()>, time: Duration) {
    #[cfg(test)]
    if refusing::REFUSES_LIMITS.get() {
        return;
    }
    let _ = set(stream, Some(time));
}

pub(super) fn time_to_connect() -> Duration {
    // A time of zero is not allowed.
    Wait::begin().left().max(Duration::from_millis(1))
}

pub(super) fn describe(error: &io::Error) -> String {
    if is_closed(error) { format!("the program has closed the connection ({error})") } else { error.to_string() }
}

pub(super) fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

pub(super) fn is_closed(error: &io::Error) -> bool {
    use ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected};
    matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | NotConnected)
}

/// A system that refuses to limit the time of a read or a write, as some do.
#[cfg(test)]
pub(super) mod refusing {
    use std::cell::Cell;

    thread_local! {
        pub(super) static REFUSES_LIMITS: Cell<bool> = const { Cell::new(false) };
    }

    /// A system that refuses every limit, until this is dropped.
    pub(in crate::peer) struct Refusing;

    impl Refusing {
        pub(in crate::peer) fn limits() -> Self {
            REFUSES_LIMITS.set(true);
            Self
        }
    }

    impl Drop for Refusing {
        fn drop(&mut self) {
            REFUSES_LIMITS.set(false);
        }
    }
}
