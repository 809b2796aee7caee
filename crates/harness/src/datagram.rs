//! The test's own UDP socket: sends exact datagrams, and expects exact datagrams before a deadline.

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, UdpSocket};
use std::time::Duration;

use crate::failure::{Failure, Verdict};
use crate::scene::{self, Act};
use crate::tape;
use crate::time::Wait;
use crate::visible::{Ends, shortened};

/// How often a wait asks whether a program has panicked, after which nothing more will come.
const LOOK_AROUND: Duration = Duration::from_millis(20);

/// A UDP socket on a free port of the loopback address.
#[derive(Debug)]
pub struct DatagramPeer {
    socket: UdpSocket,
    addr: SocketAddr,
    number: usize,
}

impl DatagramPeer {
    /// Opens the socket.
    ///
    /// # Errors
    ///
    /// When the system has no free port.
    pub fn bind() -> Verdict<Self> {
        Self::bind_prepared("127.0.0.1:0", |_, _| Ok(()))
    }

    /// Opens a socket that takes nothing from any program: what is sent there is refused, and no other socket can be
    /// there as long as this one is.
    ///
    /// # Errors
    ///
    /// When the system has no free port.
    pub fn bind_refusing() -> Verdict<Self> {
        // A socket that is connected takes datagrams from the other end alone; here that is itself.
        Self::bind_prepared("127.0.0.1:0", UdpSocket::connect)
    }

    /// Opens the socket on `[::1]`, the loopback address of IPv6; `None` where the system has no IPv6.
    ///
    /// # Errors
    ///
    /// When the system has no free port.
    pub fn bind_ipv6() -> Verdict<Option<Self>> {
        match UdpSocket::bind("[::1]:0") {
            Ok(_) => Self::bind_prepared("[::1]:0", |_, _| Ok(())).map(Some),
            Err(_) => Ok(None),
        }
    }

    fn bind_prepared(addr: &str, prepare: impl FnOnce(&UdpSocket, SocketAddr) -> io::Result<()>) -> Verdict<Self> {
        let bound = UdpSocket::bind(addr).and_then(|socket| {
            let addr = socket.local_addr()?;
            prepare(&socket, addr)?;
            Ok((socket, addr))
        });
        let (socket, addr) = bound.map_err(|error| Failure::broken("cannot open a UDP socket", &error))?;
        Ok(Self { socket, addr, number: scene::add_peer() })
    }

    /// Where it receives, as a program takes it: `127.0.0.1:PORT` or `[::1]:PORT`.
    #[must_use]
    pub fn addr(&self) -> String {
        self.addr.to_string()
    }

    /// Sends one datagram to `to`. Whether anybody receives it is not known.
    ///
    /// # Errors
    ///
    /// When the system does not send it.
    pub fn send(&self, to: SocketAddr, datagram: impl AsRef<[u8]>) -> Verdict {
        scene::record(self.number, Act::Datagram(Ends::of(datagram.as_ref())));
        match self.socket.send_to(datagram.as_ref(), to) {
            // On some systems this is how an earlier datagram's refusal is told; this one may have gone or not, as any.
            Err(error) if !matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset) => {
                Err(Failure::broken("cannot send a datagram", &error))
            }
            _ => {
                tape::datagram(self.addr, to, true, datagram.as_ref());
                Ok(())
            }
        }
    }

    /// The next datagram that comes.
    ///
    /// # Errors
    ///
    /// When none comes within the deadline.
    pub fn receive(&self) -> Verdict<Vec<u8>> {
        self.next("a datagram from the client")
    }

    /// Expects exactly this as the next datagram: no more, no less, not in pieces.
    ///
    /// # Errors
    ///
    /// When another one comes, or none within the deadline.
    pub fn expect(&self, expected: impl AsRef<[u8]>) -> Verdict {
        let expected = expected.as_ref();
        let came = self.next(&told(expected))?;
        if came == expected {
            return Ok(());
        }
        if expected.is_empty() || came.is_empty() {
            return Err(Failure::wrong().row("expected", told(expected)).row("came", told(&came)));
        }
        Err(Failure::differ(expected, &came).and(" (one datagram)"))
    }

    /// Expects that no other datagram has come; to be asked when the program that could have sent one has ended.
    ///
    /// # Errors
    ///
    /// When one has.
    pub fn expect_no_more(&self) -> Verdict {
        match self.wait(Duration::from_millis(1)) {
            Ok(Some(came)) => {
                Err(Failure::wrong().row("expected", "no other datagram").row("came", format!("also {}", told(&came))))
            }
            Ok(None) => Ok(()),
            Err(error) => Err(Failure::broken("cannot receive", &error)),
        }
    }

    fn next(&self, expected: &str) -> Verdict<Vec<u8>> {
        let wait = Wait::begin();
        let mut hopeless = false;
        loop {
            // What an ended program has sent is here already.
            let time = if hopeless { Duration::from_millis(1) } else { LOOK_AROUND };
            let came = self.wait(time).map_err(|error| Failure::broken("cannot receive", &error))?;
            match came {
                Some(datagram) => {
                    scene::shows_life();
                    return Ok(datagram);
                }
                None if hopeless || wait.is_over() => break,
                None => hopeless = scene::panicked() || scene::all_ended(),
            }
        }
        if scene::all_ended() {
            return Err(Failure::wrong().row("expected", expected).row("came", "nothing; the program has ended"));
        }
        let came = format!("nothing {}", wait.told());
        Err(Failure::no_answer().row("expected", expected).row("came", came))
    }

    fn wait(&self, time: Duration) -> io::Result<Option<Vec<u8>>> {
        self.socket.set_read_timeout(Some(time))?;
        // Longer than any datagram.
        let mut buffer = vec![0; 64 * 1024];
        match self.socket.recv_from(&mut buffer) {
            Ok((count, from)) => {
                buffer.truncate(count);
                tape::datagram(self.addr, from, false, &buffer);
                Ok(Some(buffer))
            }
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock
                | ErrorKind::TimedOut
                | ErrorKind::Interrupted
                | ErrorKind::ConnectionRefused
                | ErrorKind::ConnectionReset => Ok(None),
                _ => Err(error),
            },
        }
    }
}

fn told(datagram: &[u8]) -> String {
    if datagram.is_empty() {
        "an empty datagram".to_owned()
    } else {
        format!("one datagram with {}", shortened(datagram))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datagrams_are_compared_one_by_one_and_shown_apart() -> Verdict {
        scene::begin(false, None, Duration::MAX);
        let (a, b) = (DatagramPeer::bind()?, DatagramPeer::bind()?);
        for datagram in ["one", "", "two"] {
            a.send(b.addr, datagram)?;
        }
        b.expect("one")?;
        b.expect("")?;
        assert!(b.expect("too").is_err());
        b.expect_no_more()?;
        assert_eq!(scene::end().sent().as_deref(), Some("[one] [] [two]"));
        Ok(())
    }

    #[test]
    fn of_many_datagrams_the_first_are_shown() -> Verdict {
        scene::begin(false, None, Duration::MAX);
        let peer = DatagramPeer::bind()?;
        for number in 1..=100 {
            peer.send(peer.addr, number.to_string())?;
        }
        assert_eq!(scene::end().sent().as_deref(), Some("[1] [2] [3] [4] [5] [6] … (100 datagrams)"));
        Ok(())
    }

    #[test]
    fn a_refusing_socket_takes_nothing_from_others() -> Verdict {
        let (a, b) = (DatagramPeer::bind()?, DatagramPeer::bind_refusing()?);
        a.send(b.addr, "one")?;
        b.expect_no_more()
    }

    #[test]
    fn sockets_of_both_kinds_receive() -> Verdict {
        let mut peers = vec![DatagramPeer::bind()?];
        peers.extend(DatagramPeer::bind_ipv6()?);
        for peer in peers {
            peer.send(peer.addr, "Hello")?;
            peer.expect("Hello")?;
        }
        Ok(())
    }
}
