//! The test's own server, for clients under test.

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use socket2::SockRef;

use crate::failure::{Failure, Verdict};
use crate::peer::Peer;
use crate::recording::Side;
use crate::scene;
use crate::time::Wait;
use crate::watch::{Findings, Watch};

/// How little a connection takes in until it is read from, and how little a packet carries, where a test wants little.
const SMALL_BUFFER: usize = 4096;
#[cfg(unix)]
const SMALL_PACKET: u32 = 500;

/// The test's own server, for clients under test.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    addr: SocketAddr,
    findings: Option<Arc<Findings>>,
}

impl Listener {
    /// Listens on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// When the system has none.
    pub fn bind() -> Verdict<Self> {
        Self::bind_prepared(|_| Ok(()))
    }

    /// Like [`bind`](Self::bind), with connections that take in only a few kilobytes until they are read from: so a
    /// client that sends much has to wait.
    ///
    /// # Errors
    ///
    /// When the system has no free port.
    pub fn bind_with_small_buffer() -> Verdict<Self> {
        Self::bind_with_buffer(SMALL_BUFFER)
    }

    /// Like [`bind`](Self::bind), with connections whose receive buffer has about `size` bytes.
    ///
    /// # Errors
    ///
    /// When the system has no free port.
    pub fn bind_with_buffer(size: usize) -> Verdict<Self> {
        Self::bind_prepared(|listener| SockRef::from(listener).set_recv_buffer_size(size))
    }

    /// Like [`bind`](Self::bind), with connections that keep little on the way: a client that sends 100,000 bytes has to
    /// wait in its write until they are read.
    ///
    /// A system makes a send buffer for so many packets, and on loopback a packet has 64 KiB: so the packets are small
    /// here. Where they cannot be, a client may not have to wait.
    ///
    /// # Errors
    ///
    /// When the system has no free port.
    #[cfg(unix)]
    pub fn bind_with_small_packets() -> Verdict<Self> {
        Self::bind_prepared(|listener| {
            let socket = SockRef::from(listener);
            let _ = socket.set_tcp_mss(SMALL_PACKET);
            socket.set_recv_buffer_size(SMALL_BUFFER)
        })
    }

    fn bind_prepared(prepare: impl FnOnce(&TcpListener) -> io::Result<()>) -> Verdict<Self> {
        let bound = TcpListener::bind("127.0.0.1:0").and_then(|listener| {
            prepare(&listener)?;
            listener.set_nonblocking(true)?;
            let addr = listener.local_addr()?;
            Ok(Self { socket: listener, addr, findings: scene::findings() })
        });
        bound.map_err(|error| Failure::broken("cannot listen on a free port", &error))
    }

    /// Where it listens, as a program takes it: `127.0.0.1:PORT`.
    #[must_use]
    pub fn addr(&self) -> String {
        self.addr.to_string()
    }

    /// Takes the next connection.
    ///
    /// # Errors
    ///
    /// When none comes within the deadline.
    pub fn accept(&self) -> Verdict<Peer> {
        let wait = Wait::begin();
        loop {
            // One that has ended may have connected before it did.
            let ended = scene::all_ended();
            let came = match self.socket.accept() {
                Ok((stream, _)) => {
                    scene::shows_life();
                    return Peer::new(stream, Side::Server, self.findings.clone().map(Watch::client));
                }
                Err(error) if error.kind() != ErrorKind::WouldBlock => {
                    return Err(Failure::broken("cannot accept", &error));
                }
                Err(_) if ended => "no connection; the program has ended".to_owned(),
                Err(_) if wait.is_over() || scene::panicked() => format!("no connection {}", wait.told()),
                Err(_) => {
                    thread::sleep(Duration::from_millis(2));
                    continue;
                }
            };
            let failure = if ended { Failure::wrong() } else { Failure::no_answer() };
            return Err(failure.row("expected", "the client connects").row("came", came));
        }
    }
}
