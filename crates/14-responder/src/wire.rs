//! A connection and its socket: octets are read, and handed to the layers below; what these write is sent.

use std::io::{self, ErrorKind};
use std::net::Shutdown;
use std::time::{Duration, Instant};

use connection::{Event, Next, ServerConnection};
use request::{Fields, RequestHead};
use response::ResponseHead;

use crate::clock;
use crate::date;
use crate::input::Input;
use crate::log::Log;
use crate::open::Place;
use crate::settings::Settings;
use crate::socket::Socket;

/// What is read while nothing of a request has come. It lies on the stack: thousands of connections wait at a time, and
/// none of them holds a buffer for it.
const FIRST: usize = 4096;

/// Room for the answers to most of what comes at first. Allocators are fastest with less than a kilobyte.
const TYPICAL: usize = 1000;

/// The buffer for content.
const CONTENT: usize = 64 * 1024;

/// When so many octets wait to be sent, they are sent.
const FULL: usize = 64 * 1024;

/// What comes within so short a time was sent together.
const TOGETHER: Duration = Duration::from_millis(100);

/// How long a server that stops reads on at most.
const SHORT_LINGER: Duration = Duration::from_millis(200);

/// A connection that is served.
pub(crate) struct Wire<'s> {
    place: &'s Place<'s>,
    socket: Socket<'s>,
    connection: ServerConnection,
    input: Input,
    output: Vec<u8>,
    linger: Duration,
    /// How long the server had not run until the last read.
    paused: Duration,
    pub(crate) log: Log,
    /// How many octets of content the present request has, if that is known.
    length: Option<u64>,
    /// Whether it has come whole.
    complete: bool,
    /// Whether a handler has read of it, and until when that may wait, if less long than for the client.
    is_read: bool,
    hurried: Option<Instant>,
    /// The fields behind its content.
    trailers: Option<Fields>,
    /// How many octets of content the present answer has.
    sent: u64,
    /// Where in the output the present answer begins, while nothing of it has been sent.
    beginning: Option<usize>,
}

/// Why a request or an answer goes no further.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The connection is broken.
    Lost(io::Error),
    /// The request is refused.
    Refused(connection::RequestError),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Lost(error)
    }
}

impl From<connection::RequestError> for Trouble {
    fn from(error: connection::RequestError) -> Self {
        Self::Refused(error)
    }
}

impl From<connection::LocalError> for Trouble {
    fn from(error: connection::LocalError) -> Self {
        Self::Lost(io::Error::other(error))
    }
}

impl<'s> Wire<'s> {
    pub(crate) fn new(place: &'s Place<'s>, settings: &Settings) -> io::Result<Self> {
        let timeouts = &settings.connection.timeouts;
        Ok(Self {
            place,
            socket: Socket::new(place.stream(), timeouts.rate, timeouts.write)?,
            connection: ServerConnection::new(settings.connection),
            input: Input::default(),
            output: Vec::new(),
            linger: timeouts.linger,
            paused: clock::paused(),
            log: Log::new(!settings.log),
            length: None,
            complete: false,
            is_read: false,
            hurried: None,
            trailers: None,
            sent: 0,
            beginning: None,
        })
    }

    /// The next request; `None` when there will be none. Until it is there, the connection may be ended for another client.
    pub(crate) fn next_request(&mut self) -> Result<Option<RequestHead>, Trouble> {
        let request = self.request();
        match self.place.is_needed() {
            Err(ended) if !matches!(request, Ok(None)) => Err(ended.into()),
            _ => request,
        }
    }

    // ANCHOR: next_request
    /// Waits for the next request. Answers leave before anything is waited for.
    fn request(&mut self) -> Result<Option<RequestHead>, Trouble> {
        (self.length, self.complete, self.trailers, self.sent) = (None, false, None, 0);
        (self.is_read, self.hurried) = (false, None);
        while self.connection.next() == Next::Receive {
            match self.take(usize::MAX, |event| if let Event::Request(head) = event { Some(head) } else { None })? {
                Some(Some(head)) => {
                    self.length = self.connection.content_left();
                    return Ok(Some(head));
                }
                Some(None) => {}
                None => self.wait_for_request()?,
            }
        }
        Ok(None)
    }
    // ANCHOR_END: next_request

    fn wait_for_request(&mut self) -> Result<(), Trouble> {
        self.place.waits();
        self.receive()
    }

    /// Reads content of the present request into `buffer`; 0 is its end.
    pub(crate) fn read_content(&mut self, buffer: &mut [u8]) -> Result<usize, Trouble> {
        self.is_read = true;
        while !self.complete && !buffer.is_empty() {
            // Content is never longer than what it came in.
            let taken = self.take(buffer.len(), |event| match event {
                Event::Content(piece) => {
                    buffer[..piece.len()].copy_from_slice(piece);
                    Ok(piece.len())
                }
                Event::End(trailers) => Err(Some(trailers)),
                Event::Request(_) => Err(None),
            })?;
            match taken {
                Some(Ok(count)) => return Ok(count),
                Some(Err(trailers)) => (self.complete, self.trailers) = (true, trailers),
                None if !self.input.unused().is_empty() => {}
                None => {
                    self.connection.want_content(&mut self.output);
                    match self.hurried {
                        None => self.receive()?,
                        Some(until) => self.receive_at_once(until)?,
                    }
                }
            }
        }
        Ok(0)
    }

    /// From now on content is only waited for as long as the pieces of what was sent together take to come, and not
    /// longer than until then: after that, reading it fails with `WouldBlock`. Returns whether content has been read since
    /// the last call, and not to its end.
    pub(crate) fn hurry(&mut self, until: Instant) -> bool {
        self.hurried = Some(until);
        std::mem::take(&mut self.is_read) && !self.complete
    }

    /// From now on content is waited for as long as a client may take for it.
    pub(crate) fn take_time(&mut self) {
        self.hurried = None;
    }

    /// Throws away what has come of the present request's content, without waiting for more: nobody reads it.
    pub(crate) fn skip_content(&mut self) -> Result<(), Trouble> {
        while self.connection.is_receiving_content() && !self.input.unused().is_empty() {
            self.take(usize::MAX, |_| ())?;
        }
        self.connection.leave_content();
        Ok(())
    }

    /// Hands on what has come, at most so many octets of it, and gives the event that comes of it to `use_it`.
    fn take<T>(&mut self, most: usize, use_it: impl FnOnce(Event) -> T) -> Result<Option<T>, connection::RequestError> {
        let unused = self.input.unused();
        let mut octets = &unused[..unused.len().min(most)];
        let before = octets.len();
        let taken = self.connection.receive(&mut octets).map(|event| event.map(use_it));
        let used = before - octets.len();
        self.input.use_up(used);
        taken
    }

    /// How many octets of content the present request has, if that is known.
    pub(crate) fn content_length(&self) -> Option<u64> {
        self.length
    }

    /// Whether content of the present request is at hand: reading it need not wait.
    pub(crate) fn has_content(&self) -> bool {
        self.length != Some(0) && !self.complete && !self.input.unused().is_empty()
    }

    pub(crate) fn trailers(&self) -> Option<&Fields> {
        self.trailers.as_ref()
    }

    /// Receives octets of the client; all that have come before are used. What waits to be sent is sent before: the client
    /// may wait for it.
    fn receive(&mut self) -> Result<(), Trouble> {
        self.flush()?;
        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            let was_idle = self.connection.is_idle();
            match self.read(deadline, now) {
                Ok(0) => return Ok(self.connection.end_of_input()?),
                // With its first octet, a request has a time of its own.
                Ok(_) if was_idle => return Ok(()),
                // Octets that come are no reason to wait longer.
                Ok(_) => return Ok(self.connection.timed_out(Instant::now())?),
                Err(error) if error.kind() == ErrorKind::TimedOut => self.connection.timed_out(Instant::now())?,
                Err(error) => return Err(error.into()),
            }
            if matches!(self.connection.next(), Next::Linger | Next::Close) {
                return Ok(());
            }
        }
        // ANCHOR_END: wait
    }

    /// Receives octets of content that come at once, or fails with `WouldBlock`.
    fn receive_at_once(&mut self, until: Instant) -> Result<(), Trouble> {
        self.flush()?;
        let now = Instant::now();
        let nothing = || Err(io::Error::from(ErrorKind::WouldBlock).into());
        if now >= until {
            return nothing();
        }
        match self.read(until.min(now + TOGETHER), now) {
            Ok(0) => Ok(self.connection.end_of_input()?),
            Ok(_) => Ok(()),
            Err(error) if error.kind() == ErrorKind::TimedOut => nothing(),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads, with a buffer if the connection is not idle. Time for which the server did not run is the client's.
    fn read(&mut self, deadline: Instant, now: Instant) -> io::Result<usize> {
        if self.place.is_ended() {
            return Err(ErrorKind::ConnectionAborted.into());
        }
        let read = if self.connection.is_idle() {
            self.read_first(deadline, now)
        } else {
            let size = if self.connection.is_receiving_content() { CONTENT } else { FIRST };
            let Self { input, socket, .. } = self;
            input.fill(size, |buffer| socket.read(buffer, deadline, now))
        };
        self.connection.postpone(clock::paused_since(&mut self.paused));
        read
    }

    /// Waits for the first octets of a request, with no memory but a little of the stack.
    fn read_first(&mut self, deadline: Instant, now: Instant) -> io::Result<usize> {
        self.input.release();
        self.output = Vec::new();
        let mut first = [0; FIRST];
        let count = self.place.idle(|| self.socket.read(&mut first, deadline, now))?;
        self.input.put(&first[..count]);
        self.output.reserve(TYPICAL);
        Ok(count)
    }

    /// Sends what waits to be sent, and writes the log of it.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.log.flush();
        if self.output.is_empty() { Ok(()) } else { self.write(&[]) }
    }

    /// Writes what waits to be sent, and `piece` behind it. When that fails nobody knows how much of it has left, so
    /// nothing of it is ever written again.
    fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.beginning = None;
        let written = self.socket.write_all(&self.output, piece);
        self.output.clear();
        written
    }

    // -----------------------------------------------------------------------------------------------------------------
    // Answers

    /// Begins the answer. `length` as in [`ServerConnection::respond`].
    pub(crate) fn begin(&mut self, mut head: ResponseHead, length: Option<u64>) -> Result<(), Trouble> {
        let head_fields = &mut head.fields;
        // Neither value can be one that must not be sent.
        let _ = date::now(|now| head_fields.set("Date", &now.http));
        if self.place.is_stopping() {
            let _ = head_fields.push("Connection", "close");
        }
        self.beginning = Some(self.output.len());
        Ok(self.connection.respond(head, length, &mut self.output)?)
    }

    /// Takes the present answer back, if nothing of it has been sent; returns whether another one can take its place.
    pub(crate) fn retract(&mut self) -> bool {
        if self.connection.is_due() {
            return true;
        }
        let Some(beginning) = self.beginning.take() else { return false };
        self.output.truncate(beginning);
        self.connection.retract();
        self.sent = 0;
        true
    }

    /// Whether content is sent with the answer.
    pub(crate) fn sends_content(&self) -> bool {
        self.connection.sends_content()
    }

    /// Adds a piece to the content of the answer. A long piece is sent at once, and is not copied.
    pub(crate) fn send(&mut self, piece: &[u8]) -> Result<(), Trouble> {
        if !self.connection.before(piece.len(), &mut self.output)? {
            return Ok(());
        }
        self.sent += piece.len() as u64;
        if self.output.len() + piece.len() < FULL {
            self.output.extend_from_slice(piece);
        } else {
            self.write(piece)?;
        }
        self.connection.after(&mut self.output);
        Ok(())
    }

    /// Ends the answer.
    pub(crate) fn end(&mut self) -> Result<(), Trouble> {
        self.connection.end(&Fields::new(), &mut self.output)?;
        if self.output.len() >= FULL {
            self.flush()?;
        }
        Ok(())
    }

    /// How many octets of content the present answer has so far.
    pub(crate) fn sent(&self) -> u64 {
        self.sent
    }

    /// Whether an answer is due.
    pub(crate) fn is_asked(&self) -> bool {
        self.connection.next() == Next::Respond
    }

    // ANCHOR: close
    /// Ends the connection so that the last answer arrives: says that nothing more will come, and reads on until the client
    /// has closed its side, within bounds. Octets that stay unread would make the system reset the connection, and the
    /// reset can overtake the answer (RFC 9112 section 9.6).
    pub(crate) fn close(&mut self) -> io::Result<()> {
        if self.place.is_ended() {
            return Ok(());
        }
        self.flush()?;
        let nothing_follows = self.connection.has_last_request() && self.input.unused().is_empty();
        if self.connection.next() != Next::Linger || nothing_follows {
            return Ok(());
        }
        self.socket.stream().shutdown(Shutdown::Write)?;
        self.place.waits();
        (self.input, self.output) = (Input::default(), Vec::new());
        let mut now = Instant::now();
        let mut until = now + if self.place.is_stopping() { self.linger.min(SHORT_LINGER) } else { self.linger };
        self.paused = clock::paused();
        // Whether the client went on, closed or broke off makes no difference any more.
        while now < until && self.goes_on(until, now) {
            until += clock::paused_since(&mut self.paused);
            now = Instant::now();
        }
        Ok(())
    }
    // ANCHOR_END: close

    /// Reads on behind the last answer; returns whether the client may send more.
    fn goes_on(&mut self, until: Instant, now: Instant) -> bool {
        match self.socket.read(&mut [0; FIRST], until, now) {
            Ok(count) => count > 0,
            Err(error) => error.kind() == ErrorKind::TimedOut && !self.place.is_ended(),
        }
    }

    /// Breaks the connection off, so that the client does not take what it has for a whole answer.
    pub(crate) fn abort(&mut self) {
        let _ = self.flush();
        let _ = socket2::SockRef::from(self.socket.stream()).set_linger(Some(Duration::ZERO));
    }
}
