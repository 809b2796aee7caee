//! The test's own end of a connection: sends exact bytes, and expects exact bytes before a deadline.

mod long;
mod receiving;
mod sending;
mod socket;
mod stopped;

use std::io::{self, ErrorKind, Read as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use socket2::{Domain, SockRef, Socket, Type};

use crate::failure::{Failure, Verdict};
use crate::pattern::PatternCheck;
use crate::proc::is_connected;
use crate::recording::Side;
use crate::scene::{self, Act};
use crate::tape::Tape;
use crate::time::{Wait, deadline};
use crate::watch::{Findings, Watch};
use socket::{is_closed, is_late, limit, prepare, time_to_connect};
use stopped::Stopped;

/// In what pieces a text is read, and a long one is made.
const PIECE: usize = 64 * 1024;

const POLL: Duration = Duration::from_millis(1);

/// A TCP connection to or from a program under test.
#[derive(Debug)]
pub struct Peer {
    stream: Arc<TcpStream>,
    number: usize,
    /// Whether the connection did not take something that was sent: the other side had closed it or reset it.
    refused: bool,
    /// How far the pattern has come that the program sends.
    pattern: PatternCheck,
    /// What has been received and not read yet.
    ahead: Vec<u8>,
    /// The checker beside the connection, where the program has to speak HTTP.
    watch: Option<Watch>,
    /// The recording of the connection, where one is made.
    tape: Option<Arc<Tape>>,
    /// The test has used the socket itself: the checker cannot know what went by.
    bypassed: AtomicBool,
}

impl Peer {
    /// Connects to a program.
    ///
    /// # Errors
    ///
    /// When nobody takes the connection within the deadline.
    pub fn connect(addr: SocketAddr) -> Verdict<Self> {
        Self::connect_watched(addr, scene::findings())
    }

    pub(crate) fn connect_watched(addr: SocketAddr, findings: Option<Arc<Findings>>) -> Verdict<Self> {
        let stream = TcpStream::connect_timeout(&addr, time_to_connect());
        Self::new(
            stream.map_err(|error| not_taken(addr, &error))?,
            Side::Client,
            findings.map(|findings| Watch::server(addr, findings)),
        )
    }

    /// Connects to a program with a receive buffer of about `size` bytes: so a program that sends more has to wait until
    /// this side reads.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    pub fn connect_with_buffer(addr: SocketAddr, size: usize) -> Verdict<Self> {
        Self::connect_with_buffer_watched(addr, size, scene::findings())
    }

    pub(crate) fn connect_with_buffer_watched(
        addr: SocketAddr,
        size: usize,
        findings: Option<Arc<Findings>>,
    ) -> Verdict<Self> {
        let connected = || -> io::Result<TcpStream> {
            let socket = Socket::new(Domain::for_address(addr), Type::STREAM, None)?;
            socket.set_recv_buffer_size(size)?;
            socket.connect_timeout(&addr.into(), time_to_connect())?;
            Ok(socket.into())
        };
        Self::new(
            connected().map_err(|error| not_taken(addr, &error))?,
            Side::Client,
            findings.map(|findings| Watch::server(addr, findings)),
        )
    }

    /// A connection that somebody else has made, of which the test has this end.
    pub(crate) fn new(stream: TcpStream, ours: Side, watch: Option<Watch>) -> Verdict<Self> {
        prepare(&stream).map_err(|error| Failure::broken("cannot prepare a socket", &error))?;
        let stream = Arc::new(stream);
        scene::add_connection(&stream);
        Ok(Self {
            number: scene::add_peer(),
            refused: false,
            pattern: PatternCheck::default(),
            ahead: Vec::new(),
            watch,
            tape: Tape::open(&stream, ours).map(Arc::new),
            bypassed: AtomicBool::new(false),
            stream,
        })
    }

    /// Says that nothing more will be sent: closes this side, and goes on reading (half-close).
    ///
    /// # Errors
    ///
    /// When the system cannot.
    pub fn finish(&mut self) -> Verdict {
        scene::record(self.number, Act::Finished);
        if let Some(tape) = &self.tape {
            tape.finished();
        }
        match self.stream.shutdown(Shutdown::Write) {
            // The other side has closed already: nothing is left to be said.
            Err(error) if !is_closed(&error) => Err(Failure::broken("cannot close this side", &error)),
            _ => Ok(()),
        }
    }

    /// Resets the connection (RST), as a program does that is killed or closes with bytes unread.
    ///
    /// # Errors
    ///
    /// When the system cannot.
    pub fn reset(mut self) -> Verdict {
        if let Some(watch) = &mut self.watch {
            watch.leave_open();
        }
        scene::record(self.number, Act::Reset);
        if let Some(tape) = &self.tape {
            tape.reset();
        }
        SockRef::from(&self.stream)
            .set_linger(Some(Duration::ZERO))
            .map_err(|error| Failure::broken("cannot reset the connection", &error))
    }

    /// Like [`reset`](Self::reset), and waits until it has reached the program's side: on a busy machine that takes time.
    ///
    /// # Errors
    ///
    /// When the system cannot.
    pub fn reset_and_wait(self) -> Verdict {
        let ours = self.stream.local_addr();
        let theirs = self.stream.peer_addr();
        self.reset()?;
        // Without its address, the program has ended the connection already.
        let (Ok(ours), Ok(theirs)) = (ours, theirs) else { return Ok(()) };
        let until = Instant::now() + deadline();
        while is_connected(theirs, ours) && Instant::now() < until {
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// The socket itself, for what this type does not do. What goes by afterwards is not checked.
    #[must_use]
    pub fn stream(&self) -> &TcpStream {
        if let Some(tape) = self.tape.as_ref().filter(|_| !self.bypassed.load(Ordering::Relaxed)) {
            tape.unseen();
        }
        self.bypassed.store(true, Ordering::Relaxed);
        &self.stream
    }

    /// What comes on this connection may break off: for tests that take away what the program is sending.
    pub fn may_break_off(&mut self) {
        if let Some(watch) = &mut self.watch {
            watch.leave_open();
        }
    }

    /// The checker, as long as it knows everything that goes by.
    fn watch(&mut self) -> Option<&mut Watch> {
        self.watch.as_mut().filter(|_| !self.bypassed.load(Ordering::Relaxed))
    }

    /// Reads from the socket; everything that comes goes by the checker.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.ahead.is_empty() {
            let count = buffer.len().min(self.ahead.len());
            buffer[..count].copy_from_slice(&self.ahead[..count]);
            self.ahead.drain(..count);
            return Ok(count);
        }
        let result = (&*self.stream).read(buffer);
        if result.is_ok() {
            scene::shows_life();
        }
        if let Some(tape) = &self.tape {
            tape.read(&result, buffer);
        }
        let refused = self.refused;
        if let Some(watch) = self.watch() {
            match &result {
                Ok(0) if !buffer.is_empty() && !refused => watch.closed(),
                Ok(count) => watch.received(&buffer[..*count]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // A deadline has passed, or a reset may have destroyed something.
                Err(_) => watch.leave_open(),
            }
        }
        result
    }

    /// Waits for something to read, and reads it.
    fn receive(&mut self, buffer: &mut [u8], wait: &Wait) -> Result<usize, Stopped> {
        loop {
            let left = wait.left();
            if left.is_zero() {
                return Err(Stopped::Late(*wait));
            }
            limit(&self.stream, TcpStream::set_read_timeout, left);
            match self.read(buffer) {
                // The reset showed when something was sent; the system reports it only once.
                Ok(0) if self.refused => return Err(Stopped::Reset),
                Ok(0) => return Err(Stopped::Closed),
                Ok(count) => return Ok(count),
                Err(error) if error.kind() == ErrorKind::Interrupted || is_late(&error) => {}
                Err(_) => return Err(Stopped::Reset),
            }
        }
    }

    /// Receives what may still come: until the program closes the connection, where it has to, or has heard that nobody
    /// asks for more.
    fn receive_the_rest(&mut self) {
        let wait = Wait::begin();
        let mut buffer = vec![0; 8 * 1024];
        self.ahead.clear();
        if self.watch().is_some_and(|watch| watch.is_done()) {
            let _ = self.stream.shutdown(Shutdown::Write);
            if let Some(tape) = &self.tape {
                tape.finished();
            }
        }
        while self.watch().is_some_and(|watch| watch.must_close() || watch.is_done()) {
            let late = matches!(self.receive(&mut buffer, &wait), Err(Stopped::Late(_)));
            if let Some(watch) = self.watch().filter(|_| late) {
                watch.still_open();
            }
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.receive_the_rest();
        if let Some(watch) = self.watch.take().filter(|_| !self.bypassed.load(Ordering::Relaxed)) {
            watch.end();
        }
        if let Some(tape) = &self.tape {
            tape.closes(&self.stream);
        }
        scene::end_peer(self.number);
    }
}

fn not_taken(addr: SocketAddr, error: &io::Error) -> Failure {
    Failure::wrong().row("expected", format!("the server takes a connection on {addr}")).row("came", error.to_string())
}

/// Both ends of a connection, for the tests of a peer.
#[cfg(test)]
mod ends {
    use std::io;
    use std::net::TcpStream;
    use std::thread;

    use super::Peer;
    use crate::failure::{Failure, Verdict};
    use crate::listener::Listener;

    pub(super) const LEN: u64 = 1_000_000;

    /// Runs `program` on one end of a connection and `test` on the other.
    pub(super) fn between(
        program: impl FnOnce(TcpStream) + Send + 'static,
        test: impl FnOnce(&mut Peer) -> Verdict,
    ) -> Verdict {
        let listener = Listener::bind()?;
        let program = TcpStream::connect(listener.addr()).map(|stream| thread::spawn(move || program(stream)));
        let program = program.map_err(|error| Failure::broken("cannot connect", &error))?;
        let mut peer = listener.accept()?;
        let result = test(&mut peer);
        drop(peer);
        let _ = program.join();
        result
    }

    pub(super) fn returns_everything(mut stream: TcpStream) {
        let _ = io::copy(&mut stream.try_clone().expect("a second handle"), &mut stream);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::net::TcpListener;

    use super::*;
    #[cfg(target_os = "linux")]
    use crate::listener::Listener;

    #[test]
    fn an_accepted_socket_that_does_not_wait_is_made_to() -> Verdict {
        let (go_on, wait) = std::sync::mpsc::channel::<()>();
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| Failure::broken("cannot listen", &error))?;
        let addr = listener.local_addr().map_err(|error| Failure::broken("no address", &error))?;
        let program = thread::spawn(move || {
            let mut stream = TcpStream::connect(addr)?;
            let _ = wait.recv_timeout(Duration::from_millis(50));
            stream.write_all(b"Hello")
        });
        let (stream, _) = listener.accept().map_err(|error| Failure::broken("cannot accept", &error))?;
        stream.set_nonblocking(true).map_err(|error| Failure::broken("cannot prepare a socket", &error))?;
        Peer::new(stream, Side::Server, None)?.expect_all("Hello")?;
        drop(go_on);
        assert!(matches!(program.join(), Ok(Ok(()))));
        Ok(())
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_reset_has_reached_the_other_side() -> Verdict {
        let listener = Listener::bind()?;
        let client = TcpStream::connect(listener.addr()).map_err(|error| Failure::broken("cannot connect", &error))?;
        let peer = listener.accept()?;
        let no_address = |error| Failure::broken("no address", &error);
        let (ours, theirs) = (client.local_addr().map_err(no_address)?, client.peer_addr().map_err(no_address)?);
        assert!(is_connected(ours, theirs));
        peer.reset_and_wait()?;
        assert!(!is_connected(ours, theirs));
        assert!((&client).write(b"Is anybody there?").is_err());
        Ok(())
    }
}
