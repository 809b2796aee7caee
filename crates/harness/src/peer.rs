//! The test's own end of a connection: sends exact bytes, and expects exact bytes before a deadline.

use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use checker::Conversation;
use socket2::{Domain, SockRef, Socket, Type};

use crate::failure::{Failure, Kind, Verdict};
use crate::pattern::{Pattern, PatternCheck};
use crate::scene::{self, Act};
use crate::time::{Wait, deadline};
use crate::visible::shortened;
use crate::watch::{Findings, Watch};

/// In what pieces a long text is made and read, and how far it is sent ahead of its echo.
const PIECE: usize = 64 * 1024;
const AHEAD: u64 = 16 * PIECE as u64;
/// How long a text may be that comes piece by piece and is not kept.
const LONGEST: u64 = 256 * 1024 * 1024;
/// How much is given to the system at once. Windows takes all of it, however much that is and whether or not anybody reads;
/// other systems take what they have room for. There the pieces would only show in what single reads return.
const MOST_AT_ONCE: usize = if cfg!(windows) { PIECE } else { usize::MAX };
/// How many bytes are kept of what a program sends until it closes the connection.
const MOST: usize = 4 * 1024 * 1024;
const POLL: Duration = Duration::from_millis(1);
/// How little a connection takes in until it is read from, and how little a packet carries, where a test wants little.
const SMALL_BUFFER: usize = 4096;
#[cfg(unix)]
const SMALL_PACKET: u32 = 500;

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
    /// The test has used the socket itself: the checker cannot know what went by.
    bypassed: AtomicBool,
}

/// What a peer came upon while reading.
enum Stopped {
    Enough,
    Closed,
    Reset,
    /// Nothing more came until this wait was over.
    Late(Wait),
    /// So many bytes came, and more followed.
    TooMuch(u64),
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
            findings.map(|findings| Watch::server(addr, findings)),
        )
    }

    fn new(stream: TcpStream, watch: Option<Watch>) -> Verdict<Self> {
        prepare(&stream).map_err(|error| Failure::broken("cannot prepare a socket", &error))?;
        let stream = Arc::new(stream);
        scene::add_connection(&stream);
        Ok(Self {
            stream,
            number: scene::add_peer(),
            refused: false,
            pattern: PatternCheck::default(),
            ahead: Vec::new(),
            watch,
            bypassed: AtomicBool::new(false),
        })
    }

    /// Sends bytes. That the program has closed the connection meanwhile is no failure yet: what it did before tells
    /// more, and that is what the test expects next.
    ///
    /// # Errors
    ///
    /// When the program does not read for so long that the deadline passes.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> Verdict {
        let bytes = bytes.as_ref();
        self.record_sent(bytes);
        match self.write(bytes) {
            Ok(()) => Ok(()),
            Err(NotSent { error, .. }) if is_closed(&error) => {
                scene::record(self.number, Act::FoundClosed);
                self.refused = true;
                Ok(())
            }
            Err(NotSent { error, sent, wait }) if is_late(&error) => Err(Failure::no_answer()
                .row("expected", "the program reads what the test sends")
                .row("came", format!("of {} bytes, {sent} were taken, and no more {}", bytes.len(), wait.told()))),
            Err(NotSent { error, .. }) => Err(Failure::broken("cannot send", &error)),
        }
    }

    /// Writes all of `bytes`, as long as some of them are taken within each deadline.
    fn write(&self, bytes: &[u8]) -> Result<(), NotSent> {
        let mut sent = 0;
        let mut wait = Wait::begin();
        while sent < bytes.len() {
            let left = wait.left();
            let piece = &bytes[sent..bytes.len().min(sent.saturating_add(MOST_AT_ONCE))];
            let written = if left.is_zero() {
                Err(ErrorKind::TimedOut.into())
            } else {
                limit(&self.stream, TcpStream::set_write_timeout, left);
                (&*self.stream).write(piece)
            };
            match written {
                Ok(count) => {
                    sent += count;
                    wait = Wait::begin();
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if is_late(&error) && !wait.is_over() => {}
                Err(error) => return Err(NotSent { error, sent, wait }),
            }
        }
        Ok(())
    }

    /// Sends several parts, each as a packet of its own, and each when the program has taken in the one before.
    ///
    /// A right solution passes without the pauses. They only make sure that a solution that takes one read for the whole
    /// message meets a part that stands alone.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_split<B: AsRef<[u8]>>(&mut self, parts: impl IntoIterator<Item = B>) -> Verdict {
        for (number, part) in parts.into_iter().enumerate() {
            if number > 0 {
                scene::record(self.number, Act::Paused);
                scene::pause();
            }
            self.send(part)?;
        }
        Ok(())
    }

    /// Sends as much of `bytes` as the connection takes without waiting; returns how many.
    ///
    /// # Errors
    ///
    /// When the program has closed the connection.
    pub fn send_available(&mut self, bytes: &[u8]) -> Verdict<usize> {
        let mut sent = 0;
        let result = self.stream.set_nonblocking(true).and_then(|()| {
            while sent < bytes.len() {
                let piece = &bytes[sent..bytes.len().min(sent.saturating_add(MOST_AT_ONCE))];
                match (&*self.stream).write(piece) {
                    Ok(count) => sent += count,
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            self.stream.set_nonblocking(false)
        });
        self.record_sent(&bytes[..sent]);
        result.map(|()| sent).map_err(|error| {
            Failure::wrong().row("expected", "the program keeps the connection open").row("came", describe(&error))
        })
    }

    /// Sends a [`Pattern`] of `len` bytes, closes this side, and expects the same bytes back meanwhile, then the end of
    /// the connection. A program that is slow but right gets less to do: sending stops at the deadline.
    ///
    /// # Errors
    ///
    /// When others come back, or fewer, or the program stops reading for as long as the deadline.
    pub fn expect_echo(&mut self, len: u64) -> Verdict {
        self.watch = None;
        let stream = self.stream.try_clone().map_err(|error| Failure::broken("cannot share a socket", &error))?;
        let came = self.pattern.clone();
        let time = deadline();
        let sending = thread::spawn(move || send_pattern(&stream, len, &came, time));
        let stopped = self.read_pattern(len.saturating_add(1));
        if !matches!(stopped, Stopped::Closed) {
            let _ = self.stream.shutdown(Shutdown::Both);
        }
        // Why not all of it went out shows in what came back.
        let sent = sending.join().ok().and_then(Result::ok).unwrap_or(len);
        self.pattern_end_verdict(sent, &stopped)
    }

    /// Returns every byte until the program closes its side; this side stays open.
    ///
    /// Each piece goes back when the next has come, the last one after the program has closed its side: one that closes
    /// both directions then, or does not read any more, has not got everything.
    ///
    /// # Errors
    ///
    /// When the program sends or reads nothing for as long as the deadline, or breaks the connection.
    pub fn echo(&mut self) -> Verdict {
        let mut returned: u64 = 0;
        let mut piece = Vec::new();
        let mut buffer = vec![0; PIECE];
        loop {
            let count = match self.receive(&mut buffer, &Wait::begin()) {
                Ok(count) => count,
                Err(Stopped::Closed) => 0,
                Err(stopped) => {
                    let came = format!("{returned} bytes, each of which went back{}", after(&stopped));
                    return Err(stopped
                        .failure()
                        .row("expected", "the program sends, or closes its side")
                        .row("came", came));
                }
            };
            self.write(&piece).map_err(|NotSent { error, sent, wait }| {
                let late = is_late(&error);
                let failure = if late { Failure::no_answer() } else { Failure::wrong() };
                let told = if late { format!("no more {}", wait.told()) } else { describe(&error) };
                let came = format!("{} bytes were taken; then {told}", returned + sent as u64);
                failure.row("expected", "the program reads what comes back").row("came", came)
            })?;
            returned += piece.len() as u64;
            if count == 0 {
                return Ok(());
            }
            if returned > LONGEST {
                let came = format!("{returned} bytes, each of which went back, and it goes on");
                return Err(Stopped::TooMuch(returned).failure().row("expected", "an end").row("came", came));
            }
            piece.clear();
            piece.extend_from_slice(&buffer[..count]);
        }
    }

    /// Expects the next `len` bytes of a [`Pattern`].
    ///
    /// # Errors
    ///
    /// When others come, or fewer, or nothing for as long as the deadline.
    pub fn expect_pattern_part(&mut self, len: u64) -> Verdict {
        let len = self.pattern.count() + len;
        let stopped = self.read_pattern(len);
        self.pattern_verdict(len, &stopped)
    }

    /// Expects a [`Pattern`] of `len` bytes, those included that came already, then the end of the connection.
    ///
    /// # Errors
    ///
    /// As [`expect_pattern_part`](Self::expect_pattern_part), and when the connection is still open at the deadline.
    pub fn expect_pattern(&mut self, len: u64) -> Verdict {
        let stopped = self.read_pattern(len.saturating_add(1));
        self.pattern_end_verdict(len, &stopped)
    }

    /// Expects the rest of a [`Pattern`], however long it is, then the end of the connection; returns how many bytes came
    /// in all.
    ///
    /// # Errors
    ///
    /// As [`expect_pattern`](Self::expect_pattern).
    pub fn expect_rest_of_pattern(&mut self) -> Verdict<u64> {
        let stopped = self.read_pattern(LONGEST);
        let count = self.pattern.count();
        self.pattern_end_verdict(count, &stopped).map(|()| count)
    }

    fn pattern_end_verdict(&self, len: u64, stopped: &Stopped) -> Verdict {
        let goes_on = matches!(stopped, Stopped::Enough) && self.pattern.first_wrong().is_none_or(|first| first >= len);
        let stopped = if goes_on { &Stopped::TooMuch(self.pattern.count()) } else { stopped };
        if !goes_on {
            self.pattern_verdict(len, stopped)?;
        }
        if matches!(stopped, Stopped::Closed) {
            return Ok(());
        }
        let expected = format!("{len} bytes, then the program closes the connection");
        Err(stopped.failure().row("expected", expected).row("came", format!("all {len} bytes")).and(&after(stopped)))
    }

    fn pattern_verdict(&self, len: u64, stopped: &Stopped) -> Verdict {
        self.pattern.expect(len).map_err(|failure| {
            let failure = failure.and(&after(stopped));
            if matches!(stopped, Stopped::Late(_)) { failure.with_kind(Kind::NoAnswer) } else { failure }
        })
    }

    fn read_pattern(&mut self, len: u64) -> Stopped {
        let mut buffer = vec![0; PIECE];
        while self.pattern.count() < len && self.pattern.first_wrong().is_none() {
            let room = usize::try_from(len - self.pattern.count()).unwrap_or(usize::MAX).min(buffer.len());
            match self.receive(&mut buffer[..room], &Wait::begin()) {
                Ok(count) => drop(self.pattern.write_all(&buffer[..count])),
                Err(stopped) => return stopped,
            }
        }
        Stopped::Enough
    }

    /// Says that nothing more will be sent: closes this side, and goes on reading (half-close).
    ///
    /// # Errors
    ///
    /// When the system cannot.
    pub fn finish(&mut self) -> Verdict {
        scene::record(self.number, Act::Finished);
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

    /// Expects exactly these bytes next.
    ///
    /// # Errors
    ///
    /// When others come, or fewer before the connection ends or the deadline passes.
    pub fn expect(&mut self, expected: impl AsRef<[u8]>) -> Verdict {
        let expected = expected.as_ref();
        let mut came = Vec::new();
        let stopped = self.read_until(
            &mut came,
            |came| came.len() >= expected.len() || !expected.starts_with(came),
            expected.len(),
        );
        if came == expected { Ok(()) } else { Err(differs(expected, &came, &stopped)) }
    }

    /// Expects exactly these bytes, then the end of the connection.
    ///
    /// # Errors
    ///
    /// When others come, or fewer, or more, or the connection is reset or still open at the deadline.
    pub fn expect_all(&mut self, expected: impl AsRef<[u8]>) -> Verdict {
        let expected = expected.as_ref();
        let mut came = Vec::new();
        let stopped = self.read_until(&mut came, |came| !expected.starts_with(came), usize::MAX);
        match stopped {
            Stopped::Closed if came == expected => Ok(()),
            Stopped::Late(wait) if came == expected => Err(Failure::no_answer()
                .row("expected", "the program closes the connection")
                .row("came", format!("all bytes were right, but the connection was not closed {}", wait.told()))),
            Stopped::Reset if came == expected => Err(Failure::wrong()
                .row("expected", "the program closes the connection in order")
                .row("came", "all bytes were right, then a reset (RST), which can destroy them on the way")),
            stopped => Err(differs(expected, &came, &stopped)),
        }
    }

    /// Expects the program to close the connection without another byte.
    ///
    /// # Errors
    ///
    /// As [`expect_all`](Self::expect_all).
    pub fn expect_close(&mut self) -> Verdict {
        self.expect_all(b"")
    }

    /// Everything that comes until the program closes its side, at most 4 MiB.
    ///
    /// # Errors
    ///
    /// When more comes, or the connection is reset, or still open at the deadline.
    pub fn read_to_end(&mut self) -> Verdict<Vec<u8>> {
        let mut came = Vec::new();
        let stopped = self.read_until(&mut came, |_| false, MOST);
        match stopped {
            Stopped::Closed => Ok(came),
            Stopped::Enough => {
                Err(came_in_vain("the program closes the connection", &came, &Stopped::TooMuch(MOST as u64)))
            }
            stopped => Err(came_in_vain("the program closes the connection", &came, &stopped)),
        }
    }

    /// Reads until `enough` says so of what has come, and never more than `most` bytes.
    ///
    /// # Errors
    ///
    /// When the connection ends first, or the deadline passes, or `most` bytes are not enough.
    pub fn read_while(&mut self, expected: &str, most: usize, enough: impl Fn(&[u8]) -> bool) -> Verdict<Vec<u8>> {
        let mut came = Vec::new();
        let stopped = self.read_until(&mut came, &enough, most);
        if enough(&came) {
            return Ok(came);
        }
        let stopped = if matches!(stopped, Stopped::Enough) { Stopped::TooMuch(most as u64) } else { stopped };
        Err(came_in_vain(expected, &came, &stopped))
    }

    /// Reads until `conversation` has its response; what has come behind it stays.
    pub(crate) fn read_reply(&mut self, conversation: &mut Conversation) -> Verdict {
        let wait = Wait::begin();
        let mut came = Vec::new();
        let mut buffer = vec![0; PIECE];
        while !conversation.has_response() {
            let stopped = match self.receive(&mut buffer, &wait) {
                Ok(count) => {
                    let taken = conversation.received(&buffer[..count]);
                    came.extend_from_slice(&buffer[..taken]);
                    self.ahead.splice(0..0, buffer[taken..count].iter().copied());
                    if came.len() < MOST {
                        continue;
                    }
                    Stopped::TooMuch(came.len() as u64)
                }
                Err(stopped) => stopped,
            };
            if matches!(stopped, Stopped::Closed) {
                conversation.closed();
            }
            if !conversation.has_response() {
                return Err(came_in_vain("a whole response", &came, &stopped));
            }
        }
        Ok(())
    }

    /// Reads the head of a response, and no octet behind it: for content that is better read in another way.
    ///
    /// # Errors
    ///
    /// When the connection ends first, or the deadline passes, or 64 KiB are not enough.
    pub fn read_head(&mut self) -> Verdict<Vec<u8>> {
        let wait = Wait::begin();
        let mut head = Vec::new();
        let mut octet = [0];
        while !head.ends_with(b"\r\n\r\n") {
            let stopped = match self.receive(&mut octet, &wait) {
                Ok(_) if head.len() < PIECE => None,
                Ok(_) => Some(Stopped::TooMuch(PIECE as u64)),
                Err(stopped) => Some(stopped),
            };
            if let Some(stopped) = stopped {
                return Err(came_in_vain("the head of a response", &head, &stopped));
            }
            head.extend(octet);
        }
        Ok(head)
    }

    /// The socket itself, for what this type does not do. What goes by afterwards is not checked.
    #[must_use]
    pub fn stream(&self) -> &TcpStream {
        self.bypassed.store(true, Ordering::Relaxed);
        &self.stream
    }

    /// What comes on this connection may break off: for tests that take away what the program is sending.
    pub fn may_break_off(&mut self) {
        if let Some(watch) = &mut self.watch {
            watch.leave_open();
        }
    }

    fn record_sent(&mut self, bytes: &[u8]) {
        scene::record_sent(self.number, bytes);
        if let Some(watch) = self.watch() {
            watch.sent(bytes);
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
        }
        while self.watch().is_some_and(|watch| watch.must_close() || watch.is_done()) {
            let late = matches!(self.receive(&mut buffer, &wait), Err(Stopped::Late(_)));
            if let Some(watch) = self.watch().filter(|_| late) {
                watch.still_open();
            }
        }
    }

    fn read_until(&mut self, came: &mut Vec<u8>, enough: impl Fn(&[u8]) -> bool, most: usize) -> Stopped {
        let wait = Wait::begin();
        let mut buffer = vec![0; PIECE];
        loop {
            let room = buffer.len().min(most.saturating_sub(came.len()));
            if room == 0 || (enough(came) && !came.is_empty()) {
                return Stopped::Enough;
            }
            match self.receive(&mut buffer[..room], &wait) {
                Ok(count) => came.extend_from_slice(&buffer[..count]),
                Err(stopped) => return stopped,
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
    }
}

/// What a write came upon, how many bytes had been taken before, and since when no more were.
struct NotSent {
    error: io::Error,
    sent: usize,
    wait: Wait,
}

/// Makes a socket ready for a peer: an accepted one may have inherited from its listener that it does not wait.
///
/// That a system refuses the other options on a connection that has ended is not told here: reading tells it.
fn prepare(stream: &TcpStream) -> io::Result<()> {
    stream.set_nonblocking(false)?;
    let _ = stream.set_nodelay(true);
    limit(stream, TcpStream::set_write_timeout, deadline());
    Ok(())
}

/// Limits how long a read or a write may wait.
///
/// macOS refuses that (EINVAL) on a connection of which both directions are shut. There a read or a write waits for
/// nothing, and tells what is the case.
fn limit(stream: &TcpStream, set: fn(&TcpStream, Option<Duration>) -> io::Result<()>, time: Duration) {
    #[cfg(test)]
    if tests::REFUSES_LIMITS.get() {
        return;
    }
    let _ = set(stream, Some(time));
}

fn time_to_connect() -> Duration {
    // A time of zero is not allowed.
    Wait::begin().left().max(Duration::from_millis(1))
}

/// Sends a pattern of `len` bytes, or what a slow program takes within `time`, and closes this side; returns how many
/// bytes that were. The system would hold many seconds' work for a slow program, so this does not run far ahead of what
/// `came` back; but a program that returns nothing collects it, and gets it all.
fn send_pattern(mut stream: &TcpStream, len: u64, came: &PatternCheck, time: Duration) -> io::Result<u64> {
    let start = Instant::now();
    let mut text = Pattern::new(len);
    let mut sent = 0;
    while sent < len && start.elapsed() < time {
        let collects = came.count() == 0 && start.elapsed() > time / 4;
        if sent < came.count() + AHEAD || collects {
            sent += io::copy(&mut text.by_ref().take(PIECE as u64), &mut stream)?;
        } else {
            thread::sleep(POLL);
        }
    }
    stream.shutdown(Shutdown::Write).map(|()| sent)
}

/// Whether the system still has an end of a connection at `local` whose other end is at `remote`; `false` where it does
/// not tell.
fn is_connected(local: SocketAddr, remote: SocketAddr) -> bool {
    let file = if local.is_ipv4() { "/proc/net/tcp" } else { "/proc/net/tcp6" };
    let ports = [local.port(), remote.port()].map(|port| format!(":{port:04X}"));
    let table = fs::read_to_string(file).unwrap_or_default();
    // `0: 0100007F:D431 0100007F:9C40 01 …`: a number, the two addresses, the state.
    table.lines().any(|line| line.split_whitespace().skip(1).zip(&ports).all(|(addr, port)| addr.ends_with(port)))
}

fn not_taken(addr: SocketAddr, error: &io::Error) -> Failure {
    Failure::wrong().row("expected", format!("the server takes a connection on {addr}")).row("came", error.to_string())
}

fn differs(expected: &[u8], came: &[u8], stopped: &Stopped) -> Failure {
    let late = matches!(stopped, Stopped::Late(_)) && !expected.starts_with(came);
    let failure = if late { Failure::wrong() } else { stopped.failure() };
    failure.comparing(expected, came).and(&after(stopped))
}

/// Something came, but not what was expected.
fn came_in_vain(expected: &str, came: &[u8], stopped: &Stopped) -> Failure {
    let came = if came.is_empty() { "nothing".to_owned() } else { shortened(came) };
    stopped.failure().row("expected", expected).row("came", came + &after(stopped))
}

impl Stopped {
    /// The kind of failure that it is to stop so.
    fn failure(&self) -> Failure {
        match self {
            Self::Late(_) => Failure::no_answer(),
            Self::TooMuch(_) => Failure::of(Kind::TooMuch),
            Self::Enough | Self::Closed | Self::Reset => Failure::wrong(),
        }
    }
}

fn after(stopped: &Stopped) -> String {
    match stopped {
        Stopped::Enough => String::new(),
        Stopped::Closed => "; then the connection was closed".to_owned(),
        Stopped::Reset => "; then the connection was reset (RST)".to_owned(),
        Stopped::Late(wait) => format!("; no more {}, the connection is open", wait.told()),
        Stopped::TooMuch(count) => format!("; it goes on sending after {count} bytes"),
    }
}

fn describe(error: &io::Error) -> String {
    if is_closed(error) { format!("the program has closed the connection ({error})") } else { error.to_string() }
}

fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

fn is_closed(error: &io::Error) -> bool {
    use ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected};
    matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | NotConnected)
}

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
                    return Peer::new(stream, self.findings.clone().map(Watch::client));
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

/// A port that refuses every connection, and that nobody else can take meanwhile.
#[derive(Debug)]
pub struct RefusingPort {
    socket: Socket,
}

impl RefusingPort {
    /// Takes a free port of 127.0.0.1 without listening on it.
    ///
    /// # Errors
    ///
    /// When the system has none.
    pub fn bind() -> Verdict<Self> {
        let bound = Socket::new(Domain::IPV4, Type::STREAM, None).and_then(|socket| {
            socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into())?;
            Ok(Self { socket })
        });
        bound.map_err(|error| Failure::broken("cannot take a free port", &error))
    }

    /// Its address, as a program takes it: `127.0.0.1:PORT`.
    ///
    /// # Errors
    ///
    /// When the system does not tell.
    pub fn addr(&self) -> Verdict<String> {
        let addr = self.socket.local_addr().map_err(|error| Failure::broken("cannot tell the port", &error))?;
        Ok(addr.as_socket().map_or_else(String::new, |addr| addr.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        /// Whether the system refuses to limit the time of a read or a write, as some do.
        pub(super) static REFUSES_LIMITS: Cell<bool> = const { Cell::new(false) };
    }

    /// Runs `program` on one end of a connection and `test` on the other.
    fn between(program: impl FnOnce(TcpStream) + Send + 'static, test: impl FnOnce(&mut Peer) -> Verdict) -> Verdict {
        let listener = Listener::bind()?;
        let program = TcpStream::connect(listener.addr).map(|stream| thread::spawn(move || program(stream)));
        let program = program.map_err(|error| Failure::broken("cannot connect", &error))?;
        let mut peer = listener.accept()?;
        let result = test(&mut peer);
        drop(peer);
        let _ = program.join();
        result
    }

    fn returns_everything(mut stream: TcpStream) {
        let _ = io::copy(&mut stream.try_clone().expect("a second handle"), &mut stream);
    }

    const LEN: u64 = 1_000_000;

    /// A system that refuses every limit, until this is dropped.
    struct Refusing;

    impl Refusing {
        fn limits() -> Self {
            REFUSES_LIMITS.set(true);
            Self
        }
    }

    impl Drop for Refusing {
        fn drop(&mut self) {
            REFUSES_LIMITS.set(false);
        }
    }

    #[test]
    fn a_connection_that_takes_no_limits_any_more_is_read_to_its_end() -> Verdict {
        let _refusing = Refusing::limits();
        let says_hello = |mut stream: TcpStream| drop(stream.write_all(b"Hello"));
        between(says_hello, |peer| {
            peer.finish()?;
            peer.expect("Hel")?;
            peer.expect_all("lo")?;
            peer.expect_close()
        })?;
        let echoes = |peer: &mut Peer| {
            peer.expect_echo(LEN)?;
            peer.expect_close()
        };
        between(returns_everything, echoes)?;
        between(says_hello, Peer::echo)?;
        between(says_hello, |peer| peer.read_to_end().map(drop))
    }

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
        Peer::new(stream, None)?.expect_all("Hello")?;
        drop(go_on);
        assert!(matches!(program.join(), Ok(Ok(()))));
        Ok(())
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_reset_has_reached_the_other_side() -> Verdict {
        let listener = Listener::bind()?;
        let client = TcpStream::connect(listener.addr).map_err(|error| Failure::broken("cannot connect", &error))?;
        let peer = listener.accept()?;
        let ours = client.local_addr().map_err(|error| Failure::broken("no address", &error))?;
        assert!(is_connected(ours, listener.addr));
        peer.reset_and_wait()?;
        assert!(!is_connected(ours, listener.addr));
        assert!((&client).write(b"Is anybody there?").is_err());
        Ok(())
    }

    #[test]
    fn an_echo_of_a_long_text_is_expected_whole() -> Verdict {
        between(returns_everything, |peer| peer.expect_echo(LEN))
    }

    #[test]
    fn an_echo_that_loses_a_byte_is_found() {
        let loses_a_byte = |mut stream: TcpStream| {
            let mut first = [0];
            let _ = stream.read(&mut first);
            returns_everything(stream);
        };
        let failure = between(loses_a_byte, |peer| peer.expect_echo(LEN)).expect_err("a byte is missing");
        assert!(failure.in_columns(200).contains("is another"), "{failure}");
    }

    #[test]
    fn a_long_text_may_be_expected_in_parts() -> Verdict {
        let sends = |mut stream: TcpStream| drop(io::copy(&mut Pattern::new(LEN), &mut stream));
        between(sends, |peer| {
            peer.expect_pattern_part(1)?;
            peer.expect_pattern_part(70_000)?;
            peer.expect_pattern(LEN)
        })
    }

    #[test]
    fn sending_stops_when_the_connection_is_full() -> Verdict {
        let (done, wait) = std::sync::mpsc::channel::<()>();
        let reads_nothing = move |_stream: TcpStream| {
            let _ = wait.recv();
        };
        between(reads_nothing, |peer| {
            let text = vec![b'x'; 64 * 1024 * 1024];
            let mut sent = 0;
            while let more @ 1.. = peer.send_available(&text[sent..])? {
                sent += more;
            }
            assert!(sent > 0 && sent < text.len(), "{sent}");
            drop(done);
            Ok(())
        })
    }

    #[test]
    fn the_scripted_echo_returns_everything() -> Verdict {
        let (tell, told) = std::sync::mpsc::channel();
        let sends_then_reads = move |mut stream: TcpStream| {
            let mut back = Vec::new();
            let sent = stream.write_all(b"Hello").and_then(|()| stream.shutdown(Shutdown::Write));
            let read = sent.and_then(|()| stream.read_to_end(&mut back));
            let _ = tell.send(read.map(|_| back));
        };
        between(sends_then_reads, Peer::echo)?;
        assert!(matches!(told.recv(), Ok(Ok(back)) if back == b"Hello"));
        Ok(())
    }
}
