//! The client's end of a connection: a request, and its response while the request is still going out.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::fmt::{self, Debug};
use std::io::{self, ErrorKind, Read};
use std::time::{Duration, Instant};

use connection::{ClientConnection, ResponseError, ResponseEvent, Settings};
use request::RequestHead;

use crate::exchange_error::ExchangeError;
use crate::input::Input;
use crate::timed::Timed;
use crate::transport::Transport;

/// How long one write waits for a server that may be sending too.
const MOMENT: Duration = Duration::from_millis(20);

/// Input begins with a small buffer, as most responses are short; it grows for content.
const SMALL: usize = 2 * 1024;
const LARGE: usize = 64 * 1024;

/// How much of a request's content is read and sent at a time.
const PIECE: usize = 64 * 1024;

/// The content of a request: where it comes from, and its length where that is known.
pub struct Content<'a> {
    /// Its octets.
    pub source: &'a mut dyn Read,
    /// How many there are; `None` sends them chunked.
    pub length: Option<u64>,
}

/// The client's end of one connection: a [`ClientConnection`] and the transport that it runs over.
///
/// ```
/// use std::io;
/// use std::net::{TcpListener, TcpStream};
/// use std::thread;
///
/// use connection::ResponseEvent;
/// use request::{Method, RequestHead, Status, Target};
/// use response::ResponseHead;
/// use threads::{Client, Content, Conversation, Settings};
///
/// let listener = TcpListener::bind("127.0.0.1:0")?;
/// let url = format!("http://{}/", listener.local_addr()?);
/// let server = thread::spawn(move || {
///     let (stream, _) = listener.accept().expect("a client");
///     Conversation::new(stream, Settings::default().connection).hold(|conversation| {
///         while conversation.next_request()?.is_some() {
///             conversation.respond(ResponseHead::new(Status::OK), b"Hello")?;
///         }
///         Ok(())
///     })
/// });
///
/// let target = Target::uri(&url)?;
/// let server_name = target.server().expect("a host");
/// let stream = TcpStream::connect((server_name.host.as_str(), server_name.port))?;
/// let mut client = Client::new(stream, Settings::default().connection);
/// let mut came = Vec::new();
/// for _ in 0..2 {
///     let head = RequestHead::to(Method::Get, &target).expect("a server");
///     let nothing = Content { source: &mut io::empty(), length: Some(0) };
///     client.exchange(head, nothing, |event| {
///         if let ResponseEvent::Content(piece) = event {
///             came.extend_from_slice(piece);
///         }
///         Ok::<(), io::Error>(())
///     })?;
/// }
/// assert_eq!(came, b"HelloHello");
/// drop(client);
/// server.join().expect("no panic")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Client<T> {
    timed: Timed<T>,
    connection: ClientConnection,
    input: Input,
    output: Vec<u8>,
    /// How long the server may take nothing of what we send.
    patience: Duration,
    used: bool,
}

impl<T: Transport> Client<T> {
    /// A client on a connection on which nothing was asked yet.
    pub fn new(transport: T, settings: Settings) -> Self {
        let timeouts = &settings.timeouts;
        Self {
            timed: Timed::new(transport, timeouts.rate, timeouts.write),
            connection: ClientConnection::new(settings),
            input: Input::default(),
            output: Vec::new(),
            patience: timeouts.write,
            used: false,
        }
    }

    /// Whether another request may be sent here: nobody said `close`, and nothing has come that nobody asked for, the
    /// end of the connection included.
    #[must_use]
    pub fn is_reusable(&self) -> bool {
        let has_input = || self.timed.transport().has_input().unwrap_or(true);
        self.connection.is_reusable() && self.input.unused().is_empty() && !has_input()
    }

    /// Hands the transport over to another protocol, with the octets of it that have come already: after a response that
    /// switches to it, 101 or 2xx to CONNECT. `None` while the connection is HTTP.
    ///
    /// The time limits that the transport has are those of the last wait: the new protocol sets its own.
    pub fn switched(&mut self) -> Option<(&mut T, Vec<u8>)> {
        if !self.connection.has_switched() {
            return None;
        }
        let left = self.input.unused().to_vec();
        self.input.use_up(left.len());
        Some((self.timed.transport_mut(), left))
    }

    /// Whether a request got its response here before.
    #[must_use]
    pub fn was_used(&self) -> bool {
        self.used
    }

    /// Sends a request and receives its response; `each` gets what comes, in order, while the content is still going out.
    ///
    /// # Errors
    ///
    /// When the response is missing, malformed, incomplete or late, when the connection or the source of the content fails,
    /// or `each` does. The connection is not reusable then.
    pub fn exchange<E>(
        &mut self,
        head: RequestHead,
        mut content: Content<'_>,
        mut each: impl FnMut(ResponseEvent<'_>) -> Result<(), E>,
    ) -> Result<(), ExchangeError<E>> {
        self.connection.ask(head, content.length, &mut self.output)?;
        match self.send(&mut content, &mut each) {
            // A response may have come before the server closed the connection; else reading tells.
            Err(ExchangeError::Lost(error)) if is_broken(&error) => {}
            sent => sent?,
        }
        while !self.connection.is_complete() {
            self.receive(&mut each)?;
            if !self.connection.is_complete() {
                self.wait(&mut each)?;
            }
        }
        self.used = true;
        Ok(())
    }

    /// Sends the request, and hands on what comes meanwhile: two sides that both only send would wait for ever.
    fn send<E>(
        &mut self,
        content: &mut Content<'_>,
        each: &mut impl FnMut(ResponseEvent<'_>) -> Result<(), E>,
    ) -> Result<(), ExchangeError<E>> {
        let mut piece = if content.length == Some(0) { Vec::new() } else { vec![0; PIECE] };
        while self.connection.sends_content() {
            match content.source.read(&mut piece) {
                Ok(0) => {
                    self.connection.end(&mut self.output)?;
                    return Ok(self.flush()?);
                }
                Ok(count) => self.connection.send(&piece[..count], &mut self.output)?,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(ExchangeError::Source(error)),
            }
            self.flush_while_receiving(each)?;
        }
        // The server wants no more of the request, so nobody takes what is left of it.
        self.output.clear();
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.output.is_empty() {
            return Ok(());
        }
        let written = self.timed.write_all(&self.output, &[]);
        self.output.clear();
        written
    }

    /// Sends what has gathered, unless the server refuses it meanwhile.
    fn flush_while_receiving<E>(
        &mut self,
        each: &mut impl FnMut(ResponseEvent<'_>) -> Result<(), E>,
    ) -> Result<(), ExchangeError<E>> {
        // GAP 2 of 9: meanwhile (place 1 of 2)
        // Send all of `self.output`, unless the server refuses it meanwhile (`sends_content()` becomes false).
        // After each `flush_some`, and while the response is not whole (`is_complete()`), take what has come:
        // as long as the transport `has_input()`, `wait` and `receive`. When nothing at all has moved, in
        // neither direction, for `self.patience`, return an error of kind TimedOut.
        todo!("gap 2: meanwhile")
    }

    /// Sends some of what has gathered, and waits for a moment only; returns whether anything went out.
    fn flush_some(&mut self) -> io::Result<bool> {
        // GAP 2 of 9: meanwhile (place 2 of 2)
        // Write once (`self.timed.write_some`, with nothing as its second slice), for a MOMENT only, or on Windows
        // for all of `self.patience`. Take what went out off `self.output`. Return whether anything went out.
        todo!("gap 2: meanwhile")
    }

    /// Hands on what has come.
    fn receive<E>(
        &mut self,
        each: &mut impl FnMut(ResponseEvent<'_>) -> Result<(), E>,
    ) -> Result<(), ExchangeError<E>> {
        // GAP 1 of 9: wait_for_server (place 2 of 2)
        // Hand what has come (`self.input.unused()`) to `self.connection.receive`, which takes octets off the
        // front of the slice, and give each event to `each`, as long as there are events and the response is not
        // complete. Use up what was taken (`self.input.use_up`), whether there was an event or not.
        todo!("gap 1: wait_for_server")
    }

    /// Waits for the server; where its end is the end of the response, that is handed on.
    fn wait<E>(&mut self, each: &mut impl FnMut(ResponseEvent<'_>) -> Result<(), E>) -> Result<(), ExchangeError<E>> {
        // GAP 1 of 9: wait_for_server (place 1 of 2)
        // Read until the deadline of the layer below (`self.connection.deadline`), where None means now. When that
        // moment has passed, do not read at all: tell that layer (`timed_out`). Tell it when the read timed out, and
        // after a read that brought content, unless the program was stopped during that read (`was_stopped` counts
        // there alone). Tell it of an end of the connection too (`end_of_input`), which may return the last event,
        // for `each`. Do the same of a broken connection (`is_broken`), but pass on only its `NoResponse`; otherwise
        // return the error of the read. An error of `each` is `ExchangeError::Caller`.
        todo!("gap 1: wait_for_server")
    }

    /// Reads into a buffer that grows while it is filled.
    fn read(&mut self, deadline: Instant, now: Instant) -> io::Result<usize> {
        let size = if self.input.is_full() { (4 * self.input.size()).clamp(SMALL, LARGE) } else { 0 };
        let Self { input, timed, .. } = self;
        input.fill(size, |buffer| timed.read(buffer, deadline, now))
    }
}

fn is_broken(error: &io::Error) -> bool {
    use ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset};
    matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset)
}

/// Whether this program was stopped while it read: no read lasts so much longer than its limit. What has come meanwhile is
/// not late.
fn was_stopped(deadline: Instant) -> bool {
    const LONGEST_DELAY: Duration = Duration::from_millis(500);
    Instant::now().saturating_duration_since(deadline) > LONGEST_DELAY
}

impl Debug for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content").field("length", &self.length).finish_non_exhaustive()
    }
}
