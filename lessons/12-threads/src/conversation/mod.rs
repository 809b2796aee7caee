//! A connection that is served: request after request, response after response.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

mod close;
mod content;
mod response;
mod switched;
mod wait;

use std::time::{Duration, Instant};

use connection::{Event, Next, ServerConnection};
use request::{Fields, RequestHead};

use crate::clock;
use crate::input::Input;
use crate::open::Place;
use crate::timed::Timed;
use crate::transport::Transport;
use crate::trouble::Trouble;

/// The server's end of one connection: a [`ServerConnection`] and the transport that it runs over. Octets are read and
/// handed to the layers below; what these write is sent, in as few writes as possible: before anything is waited for, and
/// when much has gathered.
///
/// ```
/// use std::net::{TcpListener, TcpStream};
/// use std::{io::{Read, Write}, thread};
///
/// use request::Status;
/// use response::ResponseHead;
/// use threads::{Conversation, Settings, Trouble};
///
/// /// Responds to every request with its target.
/// fn hello(conversation: &mut Conversation<'_, TcpStream>) -> Result<(), Trouble> {
///     loop {
///         let (status, text) = match conversation.next_request() {
///             Ok(None) => return Ok(()),
///             Ok(Some(request)) => (Status::OK, request.target.to_string()),
///             Err(Trouble::Refused(error)) => (error.status(), error.to_string()),
///             Err(lost) => return Err(lost),
///         };
///         conversation.respond(ResponseHead::new(status), text.as_bytes())?;
///     }
/// }
///
/// let listener = TcpListener::bind("127.0.0.1:0")?;
/// let mut client = TcpStream::connect(listener.local_addr()?)?;
/// let (stream, _) = listener.accept()?;
/// let server = thread::spawn(|| Conversation::new(stream, Settings::default().connection).hold(hello));
/// client.write_all(b"GET /me HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")?;
/// let mut came = String::new();
/// client.read_to_string(&mut came)?;
/// assert!(came.starts_with("HTTP/1.1 200 OK\r\nDate: "));
/// assert!(came.ends_with("Connection: close\r\n\r\n/me"));
/// server.join().expect("no panic")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Conversation<'p, T> {
    /// Its place among the connections of a server, if it is one of these.
    place: Option<&'p Place<'p>>,
    timed: Timed<T>,
    connection: ServerConnection,
    input: Input,
    output: Vec<u8>,
    linger: Duration,
    /// How long the process had not run until the last read.
    paused: Duration,
    /// What else is to be handed on whenever octets are sent.
    on_flush: Option<Box<dyn FnMut() + 'p>>,
    /// How many octets of content the present request has, if that is known.
    length: Option<u64>,
    /// Whether it has come whole.
    complete: bool,
    /// Whether somebody has read of it, and until when that may wait, if less long than for the client.
    is_read: bool,
    hurried: Option<Instant>,
    /// The fields after its content.
    trailers: Option<Fields>,
    /// How many octets of content the present response has.
    sent: u64,
    /// Where in the output the present response begins, while nothing of it has been sent.
    beginning: Option<usize>,
}

impl<T: Transport> Conversation<'_, T> {
    /// A conversation with a client of which nothing has come yet, by itself: no other client needs its place, and nobody
    /// stops it.
    #[must_use]
    pub fn new(transport: T, settings: connection::Settings) -> Self {
        Self::at(None, transport, settings)
    }
}

impl<'p, T: Transport> Conversation<'p, T> {
    /// A conversation at a place among the connections of a server.
    pub(crate) fn at(place: Option<&'p Place<'p>>, transport: T, settings: connection::Settings) -> Self {
        let timeouts = &settings.timeouts;
        Self {
            place,
            timed: Timed::new(transport, timeouts.rate, timeouts.write),
            connection: ServerConnection::new(settings),
            input: Input::default(),
            output: Vec::new(),
            linger: timeouts.linger,
            paused: clock::paused(),
            on_flush: None,
            length: None,
            complete: false,
            is_read: false,
            hurried: None,
            trailers: None,
            sent: 0,
            beginning: None,
        }
    }

    /// Sets what is called whenever what has gathered is sent, before it is: a log, for instance, can gather its lines
    /// until then.
    pub fn on_flush(&mut self, hook: impl FnMut() + 'p) {
        self.on_flush = Some(Box::new(hook));
    }

    /// Has the conversation: calls `handler`, which takes [requests](Self::next_request) and responds to them until there
    /// are no more, and ends the connection so that the last response arrives. When anything fails, it is broken off: the
    /// client must not take what it has for a whole response. After that, the connection is of no more use.
    ///
    /// # Errors
    ///
    /// What the handler failed at, or the end.
    pub fn hold(&mut self, handler: impl FnOnce(&mut Self) -> Result<(), Trouble>) -> Result<(), Trouble> {
        let held = handler(self).and_then(|()| Ok(self.close()?));
        if held.is_err() {
            self.abort();
        }
        held
    }

    /// The next request; `None` when there will be none. A request to which nobody has responded ends the connection.
    ///
    /// Until a request is there, the connection may be ended for another client.
    ///
    /// # Errors
    ///
    /// [`Trouble::Refused`] when what came is no request, or came too late: respond to that with the status of the error,
    /// and ask for the next request as usual. Else the connection is broken.
    pub fn next_request(&mut self) -> Result<Option<RequestHead>, Trouble> {
        if self.connection.next() == Next::Respond {
            self.connection.abort();
        }
        let request = match self.request() {
            // After a response there is nothing to say.
            Err(Trouble::Refused(_)) if !self.is_due() => Ok(None),
            request => request,
        };
        match self.place.map_or(Ok(()), Place::is_needed) {
            Err(ended) if !matches!(request, Ok(None)) => Err(ended.into()),
            _ => request,
        }
    }

    /// Waits for the next request. Responses leave before anything is waited for.
    fn request(&mut self) -> Result<Option<RequestHead>, Trouble> {
        (self.length, self.complete, self.trailers, self.sent) = (None, false, None, 0);
        (self.is_read, self.hurried) = (false, None);
        // GAP 3 of 9: request (place 1 of 4)
        // As long as the connection is to receive (`next()` is `Next::Receive`), take events out of what has
        // come. Return the head of a request, and note the length of its content in `self.length`
        // (`content_left()`); pass over other events. Only when there is no event, wait for more
        // (`wait_for_request`). When nothing is to be received any more, there is no request.
        todo!("gap 3: request")
    }

    /// Hands on what has come, at most so many octets of it, and gives the event that comes of it to `use_it`.
    fn take<R>(&mut self, most: usize, use_it: impl FnOnce(Event) -> R) -> Result<Option<R>, connection::RequestError> {
        // GAP 3 of 9: request (place 2 of 4)
        // Hand at most `most` of the unused octets (`self.input`) to `self.connection.receive`, which takes
        // those that it understands off the front of the slice. Use them up, also when it fails. Return what
        // `use_it` makes of the event, if there is one.
        todo!("gap 3: request")
    }

    /// What the conversation runs over.
    #[must_use]
    pub fn transport(&self) -> &T {
        self.timed.transport()
    }

    /// Whether the server has been told to stop.
    fn is_stopping(&self) -> bool {
        self.place.is_some_and(Place::is_stopping)
    }

    /// Whether another client has its place.
    fn is_ended(&self) -> bool {
        self.place.is_some_and(Place::is_ended)
    }

    /// Says that only the client keeps the connection open: from now on it may be ended for another one.
    fn waits(&self) {
        if let Some(place) = self.place {
            place.waits();
        }
    }
}
