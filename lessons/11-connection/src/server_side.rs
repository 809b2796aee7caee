//! The server's side of a connection: requests come in, responses go out in the same order.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::time::{Duration, Instant};

use body::{BodyDecoder, Expectation, Framing, Part};
use request::{Class, Fields, RequestDecoder, RequestHead, Status, Version};
use response::{Lists, ResponseHead};

use crate::error::{LocalError, RequestError};
use crate::settings::Settings;
use crate::states::{Incoming, Next, Outgoing, ServerState};
use crate::timeouts::Wait;

/// What came from the client.
#[derive(Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// The head of a request. Its content follows, and always an end.
    Request(RequestHead),
    /// A piece of its content.
    Content(&'a [u8]),
    /// The request is complete; with the trailer fields after its content.
    End(Fields),
}

/// The server's side of one connection. It does no input or output and reads no clock.
///
/// ```
/// use std::time::Instant;
/// use connection::{Event, Next, ServerConnection, Settings};
/// use request::Status;
/// use response::ResponseHead;
///
/// let mut connection = ServerConnection::new(Settings::default());
/// let mut input: &[u8] = b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
/// let mut output = Vec::new();
/// while let Some(event) = connection.receive(&mut input)? {
///     let Event::Request(head) = event else { continue };
///     connection.respond_with(ResponseHead::new(Status::OK), head.target.path().as_bytes(), &mut output)?;
/// }
/// let output = String::from_utf8_lossy(&output);
/// assert_eq!(output, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n/1\
///                     HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n/2");
/// assert_eq!(connection.next(), Next::Linger);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ServerConnection {
    settings: Settings,
    decoder: RequestDecoder,
    state: ServerState,
}

impl ServerConnection {
    /// A connection on which nothing has come yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let decoder = RequestDecoder::new(settings.head);
        Self { settings, decoder, state: ServerState::new(settings.discard) }
    }

    /// What is to be done next.
    #[must_use]
    pub fn next(&self) -> Next {
        self.state.next()
    }

    /// Whether a request waits for its response, and none has begun.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.state.is_due()
    }

    /// Whether content of the present request is still to come.
    #[must_use]
    pub fn is_receiving_content(&self) -> bool {
        matches!(self.state.incoming, Incoming::Content(_))
    }

    /// How much content of the present request is still to come; `None` where that is not known.
    #[must_use]
    pub fn content_left(&self) -> Option<u64> {
        self.state.request.content_left
    }

    /// Whether nothing of a request has come: the client owes nothing.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        matches!(self.state.incoming, Incoming::Head) && !self.decoder.has_begun()
    }

    /// Whether the client has said that the present request is its last, and all of it has come. If no octets are left
    /// over either, [`Next::Linger`] can be left out: nothing can come that would make the system reset the connection.
    #[must_use]
    pub fn has_last_request(&self) -> bool {
        self.state.has_last_request()
    }

    /// Takes octets of the client from the front of `input`; returns what they are.
    ///
    /// `None` means that more octets are needed, and all of `input` was taken; or that the present request has come whole
    /// and is to be responded to first. Then `input` holds the beginning of the next request: hand it in again afterwards.
    /// Once the connection has [switched](Next::Switched), nothing is taken: what is left is for the new protocol.
    ///
    /// # Errors
    ///
    /// When what came is no request, or none that can be read in one way only. A response is due ([`Next::Respond`])
    /// unless there is one already; then the connection closes.
    pub fn receive<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Event<'a>>, RequestError> {
        let received = self.take(input);
        if let Err(error) = &received {
            self.give_up(*error);
        }
        received
    }

    fn take<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Event<'a>>, RequestError> {
        // GAP 1 of 7: receive (place 1 of 2)
        // What comes next depends on `self.state.incoming`. Head: `decode_head` takes it. Content:
        // `decode_content`; its parts (`Part::Content`, `Part::End`) are events, until the response is complete
        // (`state.is_complete`): then nobody reads them, so content goes to `state.discard`, and at its end
        // `state.next_request`. Complete: leave the octets, the next request waits for our response. Over:
        // nothing that comes counts any more; take all of `input` away. `Ok(None)` when more must come, or
        // nothing may be taken.
        todo!("gap 1: receive")
    }

    /// Takes octets of a head. When it is complete, there is something to respond to, and its content is what comes next.
    fn decode_head(&mut self, input: &mut &[u8]) -> Result<Option<Event<'static>>, RequestError> {
        let Some(head) = self.decoder.decode(input)? else { return Ok(None) };
        self.state.ask(&head);
        let framing = body::request_framing(&head)?;
        let decoder = BodyDecoder::for_request(framing, self.settings.content);
        let expects = head.fields.get("Expect").is_some();
        self.state.begin_content(decoder, framing.length(), expects_continue(&head, framing), expects);
        Ok(Some(Event::Request(head)))
    }

    /// Takes octets of content. With its end, the request is complete.
    fn decode_content<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Part<'a>>, RequestError> {
        let Incoming::Content(decoder) = &mut self.state.incoming else { return Ok(None) };
        let before = input.len();
        let part = decoder.decode(input)?;
        self.state.receive_content((before - input.len()) as u64);
        if matches!(part, Some(Part::End(_))) {
            self.state.end_request();
        }
        Ok(part)
    }

    /// The client has closed its side, or the connection has.
    ///
    /// # Errors
    ///
    /// When it did so in the middle of a request. That request must not be acted upon; there may be a response to the
    /// error, as the client may still read.
    pub fn end_of_input(&mut self) -> Result<(), RequestError> {
        // GAP 1 of 7: receive (place 2 of 2)
        // The client sends no more: the state must know (`end_input`). If that cuts off a head
        // (`self.decoder.incomplete()`) or content (`end_of_connection` of its decoder), `give_up_unless`
        // takes the error, as RequestError::Head or ::Content; it takes None as well, and ends the requests.
        // A request that has come whole is still to be responded to: nothing else changes then.
        todo!("gap 1: receive")
    }

    /// Nothing more is a request. With an error, nothing that came can be trusted either, and the error is returned.
    fn give_up_unless(&mut self, error: Option<RequestError>) -> Result<(), RequestError> {
        self.state.end_requests();
        let Some(error) = error else { return Ok(()) };
        self.give_up(error);
        Err(error)
    }

    /// Nothing that comes can be trusted any more.
    fn give_up(&mut self, error: RequestError) {
        let head = if let RequestError::Head(error) = error { Some(error) } else { self.decoder.incomplete() };
        self.state.give_up(head.is_some_and(|error| error.is_about_head()));
    }

    /// Says that the application waits for content. Writes 100 (Continue) when the client waits as well: when it asked for
    /// that, nothing of the content has come, and no response has begun.
    ///
    /// Call it when [`receive`](Self::receive) has returned `None`, before waiting for more.
    pub fn want_content(&mut self, output: &mut Vec<u8>) {
        // GAP 4 of 7: want_content (place 1 of 2)
        // The application is about to wait for content: the state notes it (`want_content`). If no response has
        // begun (`is_due`), and the client waits for 100 (`state.request.expects_continue`), append the interim
        // response with status 100 to `output`: it has a reason and no fields. The client then waits no more
        // (`state.say_continue`), so that it is said once.
        self.state.want_content();
    }

    /// Says that the application reads no more of the content. If much of it is still to come, the connection closes after
    /// the response.
    pub fn leave_content(&mut self) {
        self.state.leave_content();
    }

    /// Writes an interim response (1xx), if the client understands such. The one that switches protocols (101) is final:
    /// see [`respond`](Self::respond).
    ///
    /// # Errors
    ///
    /// When `head` is of another class, or no request waits for its response.
    pub fn inform(&mut self, head: &ResponseHead, output: &mut Vec<u8>) -> Result<(), LocalError> {
        if !self.is_due() {
            return Err(LocalError::NotDue);
        }
        if head.status.class() != Class::Informational || head.status == Status::SWITCHING_PROTOCOLS {
            return Err(LocalError::NotInterim);
        }
        if self.state.request.version >= Version::HTTP_11 {
            head.encode(output);
        }
        Ok(())
    }

    /// Writes the head of the response to the present request. Content of `length` octets follows, or of a length that is
    /// not yet known: then it is chunked, or ends with the connection where the client does not know chunks.
    ///
    /// The fields Content-Length, Transfer-Encoding and Connection are made here. An option in the head's own Connection
    /// field is kept, and `close` closes.
    ///
    /// With 101 (Switching Protocols) to a request that offers that, and with 2xx to CONNECT, the connection is no longer
    /// HTTP after the [end](Self::end) of the response and of the request: see [`Next::Switched`]. A client that waits for
    /// 100 (Continue) is told so before 101 (RFC 9110 section 7.8).
    ///
    /// # Errors
    ///
    /// When no response is due, the head is of an interim one, it switches to what was not offered, or its fields are too
    /// long. Then nothing is written.
    pub fn respond(
        &mut self,
        mut head: ResponseHead,
        length: Option<u64>,
        output: &mut Vec<u8>,
    ) -> Result<(), LocalError> {
        self.check(&head)?;
        let framing = self.framing(head.status, length);
        self.state.respond(&head, framing);
        let fields = &mut head.fields;
        if let Err(error) = framing.declare(fields).and_then(|()| self.announce(fields)) {
            self.state.retract();
            return Err(error.into());
        }
        if head.status == Status::SWITCHING_PROTOCOLS && self.state.request.expects_continue {
            ResponseHead::new(Status::CONTINUE).encode(output);
            self.state.say_continue();
        }
        head.encode(output);
        Ok(())
    }

    /// Whether a response with this head may be sent now.
    fn check(&self, head: &ResponseHead) -> Result<(), LocalError> {
        match head.status {
            _ if !self.is_due() => Err(LocalError::NotDue),
            Status::SWITCHING_PROTOCOLS if !self.state.was_offered(&head.fields) => Err(LocalError::NotOffered),
            Status::SWITCHING_PROTOCOLS => Ok(()),
            status if status.class() == Class::Informational => Err(LocalError::NotFinal),
            _ => Ok(()),
        }
    }

    /// How the content of a response is framed.
    fn framing(&self, status: Status, length: Option<u64>) -> Framing {
        match length {
            _ if self.state.switches(status) || matches!(status, Status::NO_CONTENT | Status::NOT_MODIFIED) => {
                Framing::Empty
            }
            _ if status == Status::RESET_CONTENT => Framing::Length(0),
            Some(length) => Framing::Length(length),
            None if self.state.request.version >= Version::HTTP_11 => Framing::Chunked,
            None => Framing::UntilClose,
        }
    }

    /// Says in the response what becomes of the connection, where the client would expect something else.
    fn announce(&self, fields: &mut Fields) -> Result<(), request::InvalidField> {
        let request = &self.state.request;
        if matches!(self.state.outgoing, Outgoing::Switching) {
            let is_upgrade = fields.get("Upgrade").is_some() && !fields.lists("Connection", "upgrade");
            return if is_upgrade { fields.push("Connection", "upgrade") } else { Ok(()) };
        }
        // GAP 2 of 7: persists (place 3 of 4)
        // Say in `fields` what becomes of the connection, where the client would expect something else; in the
        // starter it always ends. `request.persists` tells whether it goes on. If not, there must be the option
        // close, once. If so, a client of a version before HTTP/1.1 must be told keep-alive.
        if fields.lists("Connection", "close") { Ok(()) } else { fields.push("Connection", "close") }
    }

    /// Whether content is sent with the present response: not with HEAD, 204 and 304. What is handed in all the same is
    /// left out.
    #[must_use]
    pub fn sends_content(&self) -> bool {
        matches!(self.state.outgoing, Outgoing::Content(_))
    }

    /// Writes a piece of the response's content.
    ///
    /// # Errors
    ///
    /// When there are more octets than was said, or no response has begun.
    pub fn send(&mut self, content: &[u8], output: &mut Vec<u8>) -> Result<(), LocalError> {
        if self.before(content.len(), output)? {
            output.extend_from_slice(content);
            self.after(output);
        }
        Ok(())
    }

    /// Writes what goes in front of a piece of content of so many octets, which the caller then sends itself, and
    /// [`after`](Self::after) after that. `false` when no content is sent at all: then leave it out.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn before(&mut self, octets: usize, output: &mut Vec<u8>) -> Result<bool, LocalError> {
        match &mut self.state.outgoing {
            Outgoing::Bare | Outgoing::Switching => Ok(false),
            Outgoing::Content(encoder) => {
                encoder.before(octets, output)?;
                Ok(true)
            }
            _ => Err(LocalError::NotBegun),
        }
    }

    /// Writes what goes after a piece of content.
    pub fn after(&mut self, output: &mut Vec<u8>) {
        if let Outgoing::Content(encoder) = &mut self.state.outgoing {
            encoder.after(output);
        }
    }

    /// Ends the response.
    ///
    /// # Errors
    ///
    /// When there are fewer octets than was said. Then the connection can only be closed: see [`abort`](Self::abort).
    pub fn end(&mut self, trailers: &Fields, output: &mut Vec<u8>) -> Result<(), LocalError> {
        match &mut self.state.outgoing {
            Outgoing::Bare | Outgoing::Switching => {}
            Outgoing::Content(encoder) => encoder.end(trailers, output)?,
            _ => return Err(LocalError::NotBegun),
        }
        self.state.end_response();
        Ok(())
    }

    /// The whole response at once.
    ///
    /// # Errors
    ///
    /// As [`respond`](Self::respond).
    pub fn respond_with(&mut self, head: ResponseHead, content: &[u8], output: &mut Vec<u8>) -> Result<(), LocalError> {
        self.respond(head, Some(content.len() as u64), output)?;
        self.send(content, output)?;
        self.end(&Fields::new(), output)
    }

    /// Takes a response back that has begun, for another one to the same request, after which the connection closes. Nothing
    /// of it may have been sent; the caller takes it out of the output.
    pub fn retract(&mut self) {
        self.state.retract();
    }

    /// Breaks off the response: the connection closes, and the client sees that the response is not complete.
    pub fn abort(&mut self) {
        self.state.abort();
    }

    /// Until when to wait for the client, from `now` on; `None` while it is not the client's turn.
    pub fn deadline(&mut self, now: Instant) -> Option<Instant> {
        let wait = self.state.wait(self.decoder.has_begun())?;
        Some(self.state.waiting.deadline(wait, &self.settings.timeouts, now))
    }

    /// Gives the client more time for what is waited for: the server itself did not run for so long.
    pub fn postpone(&mut self, time: Duration) {
        self.state.waiting.postpone(time);
    }

    /// It is `now`, whether octets came since or not. When the wait is over, the connection ends; see [`next`](Self::next).
    ///
    /// # Errors
    ///
    /// When a request did not come whole in time: there may be a response to it, with 408.
    pub fn timed_out(&mut self, now: Instant) -> Result<(), RequestError> {
        // GAP 5 of 7: waiting (place 2 of 2)
        // Is a wait over (`state.waiting.is_over`), and which? The rest of a head: HeadLate (of `RequestError`).
        // Content: ContentLate, unless the response is complete: nobody is there to be told. A request that has
        // not begun is owed nothing. The close of the client: then it counts as closed (`state.end_input`).
        // In each case `give_up_unless` takes the error or None; while no wait is over, all is well.
        todo!("gap 5: waiting")
    }
}

/// Whether a client waits for 100 (Continue) before it sends content (RFC 9110 section 10.1.1).
fn expects_continue(head: &RequestHead, framing: Framing) -> bool {
    // GAP 4 of 7: want_content (place 2 of 2)
    // Does the client wait for 100 before it sends its content? In the starter nobody does. It does if it has
    // content, as far as `framing` tells (`framing.length()` is None when the length is not known), and
    // `body::expectation(head)` is to continue.
    false
}
