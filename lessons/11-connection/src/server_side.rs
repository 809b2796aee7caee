//! The server's side of a connection: requests come in, answers go out in the same order.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::time::{Duration, Instant};

use body::{BodyDecoder, BodyEncoder, Expectation, Framing, Part};
use request::{Class, Fields, Method, RequestDecoder, RequestHead, Status, Version};
use response::{Lists, ResponseHead};

use crate::error::{Error, Fault};
use crate::persistence::persists;
use crate::settings::Settings;
use crate::timeouts::Pace;

/// What came from the client.
#[derive(Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// The head of a request. Its content follows, and always an end.
    Request(RequestHead),
    /// A piece of its content.
    Content(&'a [u8]),
    /// The request is complete; with the trailer fields behind its content.
    End(Fields),
}

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Hand over octets of the client, with [`ServerConnection::receive`].
    Receive,
    /// Answer a request, or an error. The rest of the request may be received before that, or meanwhile.
    Answer,
    /// Send what is left to be sent, and then the end of our side. Go on receiving: what comes is thrown away, but if it
    /// stayed unread, the system would reset the connection, and a reset can overtake the last answer.
    Linger,
    /// Close the connection.
    Close,
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
///     connection.answer(ResponseHead::new(Status::OK), head.target.path().as_bytes(), &mut output)?;
/// }
/// let output = String::from_utf8_lossy(&output);
/// assert_eq!(output, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n/1\
///                     HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n/2");
/// assert_eq!(connection.next(), Next::Linger);
/// # Ok::<(), connection::Error>(())
/// ```
#[derive(Debug)]
pub struct ServerConnection {
    settings: Settings,
    decoder: RequestDecoder,
    incoming: Incoming,
    outgoing: Outgoing,
    asked: Asked,
    /// Whether the client has closed its side.
    ended: bool,
    /// Whether it has said that the present request is its last.
    last: bool,
    /// Whether it may leave the content out behind a final answer, although it does not wait for 100: it expects something
    /// else, and nothing of the content has come.
    may_hold_back: bool,
    /// The wait for the client, if it is one that goes on.
    wait: Option<(Wait, Pace)>,
    /// Octets of content since the wait began.
    moved: u64,
}

/// How far the present request has come.
#[derive(Debug)]
enum Incoming {
    /// Its head, or nothing of it.
    Head,
    /// Its content.
    Content(BodyDecoder),
    /// All of it.
    Complete,
    /// Nothing that comes is a request any more.
    Over,
}

/// How far its answer has come.
#[derive(Debug)]
enum Outgoing {
    /// There is nothing to answer.
    Nothing,
    /// The application's turn: no head of a final answer yet.
    Due,
    /// Its end, without any content: the answer to HEAD, 204, 304.
    Bare,
    /// Its content.
    Content(BodyEncoder),
    /// All of it.
    Complete,
}

/// What is to be remembered about the present request.
#[derive(Debug)]
struct Asked {
    method: Method,
    version: Version,
    /// Whether the connection may go on behind the answer, as far as is known.
    persists: bool,
    /// Whether the client waits for 100 (Continue) before it sends content.
    expects_continue: bool,
    /// Whether the application reads the content.
    content_wanted: bool,
    /// How much of the content is still to come, where its length is known.
    content_left: Option<u64>,
    /// How much of it was thrown away.
    drained: u64,
}

/// What a server waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wait {
    Request,
    Head,
    Content,
    Close,
}

impl ServerConnection {
    /// A connection on which nothing has come yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let decoder = RequestDecoder::new(settings.head);
        Self {
            settings,
            decoder,
            incoming: Incoming::Head,
            outgoing: Outgoing::Nothing,
            asked: Asked::nothing(),
            ended: false,
            last: false,
            may_hold_back: false,
            wait: None,
            moved: 0,
        }
    }

    /// What is to be done next.
    #[must_use]
    pub fn next(&self) -> Next {
        match (&self.outgoing, &self.incoming) {
            (Outgoing::Due | Outgoing::Bare | Outgoing::Content(_), _) => Next::Answer,
            (_, Incoming::Over) if self.ended => Next::Close,
            (_, Incoming::Over) => Next::Linger,
            _ => Next::Receive,
        }
    }

    /// Whether a request waits for its answer, and none has begun.
    #[must_use]
    pub fn is_due(&self) -> bool {
        matches!(self.outgoing, Outgoing::Due)
    }

    /// Whether content of the present request is still to come.
    #[must_use]
    pub fn is_receiving_content(&self) -> bool {
        matches!(self.incoming, Incoming::Content(_))
    }

    /// How much content of the present request is still to come; `None` where that is not known.
    #[must_use]
    pub fn content_left(&self) -> Option<u64> {
        self.asked.content_left
    }

    /// Whether nothing of a request has come: the client owes nothing.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        matches!(self.incoming, Incoming::Head) && !self.decoder.has_begun()
    }

    /// Whether the client has said that the present request is its last, and all of it has come. If no octets are left
    /// over either, [`Next::Linger`] can be left out: nothing can come that would make the system reset the connection.
    #[must_use]
    pub fn has_last_request(&self) -> bool {
        self.last && self.asked.content_left == Some(0)
    }

    // -----------------------------------------------------------------------------------------------------------------
    // Requests

    /// Takes octets of the client from the front of `input`; returns what they are.
    ///
    /// `None` means that more octets are needed, and all of `input` was taken; or that the present request has come whole
    /// and is to be answered first. Then `input` holds the beginning of the next request: hand it in again afterwards.
    ///
    /// # Errors
    ///
    /// When what came is no request, or none that can be read in one way only. It is to be answered ([`Next::Answer`])
    /// unless an answer is there already; then the connection closes.
    pub fn receive<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Event<'a>>, Error> {
        let received = self.take(input);
        if let Err(error) = &received {
            self.give_up(*error);
        }
        received
    }

    fn take<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Event<'a>>, Error> {
        // GAP 2 of 6: receive
        // What comes next depends on `self.incoming`. A Head: `decode_head`. Content: `decode_content`;
        // hand its parts on, but once the answer is complete (`is_answered`) nobody reads them: then
        // `self.throw_away(octets)`, and at the End `next_request`. Complete: leave the octets, the next
        // request waits for our answer. Over: throw all of `input` away. `Ok(None)`: more is needed.
        todo!("gap 2: receive")
    }

    /// Takes octets of a head. When it is complete, there is something to answer, and its content is what comes next.
    fn decode_head(&mut self, input: &mut &[u8]) -> Result<Option<Event<'static>>, Error> {
        let Some(head) = self.decoder.decode(input)? else { return Ok(None) };
        self.asked = Asked {
            method: head.method.clone(),
            version: head.version,
            persists: persists(head.version, &head.fields),
            ..Asked::nothing()
        };
        self.last = !self.asked.persists;
        // What comes behind a tunnel that was refused may be meant for the tunnel.
        self.asked.persists &= head.method != Method::Connect;
        self.outgoing = Outgoing::Due;
        let framing = body::request_framing(&head)?;
        self.asked.expects_continue = expects_continue(&head, framing);
        let has_content = framing.length() != Some(0);
        self.may_hold_back = has_content && !self.asked.expects_continue && head.fields.get("Expect").is_some();
        self.asked.content_left = framing.length();
        self.incoming = Incoming::Content(BodyDecoder::for_request(framing, self.settings.content));
        Ok(Some(Event::Request(head)))
    }

    /// Takes octets of content. With its end, the request is complete.
    fn decode_content<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Part<'a>>, Error> {
        let Incoming::Content(decoder) = &mut self.incoming else { return Ok(None) };
        let before = input.len();
        let part = decoder.decode(input)?;
        let octets = (before - input.len()) as u64;
        self.moved += octets;
        self.asked.content_wanted |= octets > 0;
        self.may_hold_back &= octets == 0;
        if octets > 0 {
            // A client that sends content waits for nothing.
            self.asked.expects_continue = false;
        }
        if let Some(left) = &mut self.asked.content_left {
            *left = left.saturating_sub(octets);
        }
        if matches!(part, Some(Part::End(_))) {
            self.asked.content_left = Some(0);
            self.incoming = Incoming::Complete;
        }
        Ok(part)
    }

    /// Content of so many octets was thrown away, for the application has not read it. That has a bound.
    fn throw_away(&mut self, octets: usize) {
        self.asked.drained += octets as u64;
        if self.asked.drained > self.settings.drain {
            self.incoming = Incoming::Over;
        }
    }

    /// The client has closed its side, or the connection has.
    ///
    /// # Errors
    ///
    /// When it did so in the middle of a request. That request must not be acted upon; its error may be answered, as the
    /// client may still read.
    pub fn end_of_input(&mut self) -> Result<(), Error> {
        self.ended = true;
        let cut_off = match &mut self.incoming {
            Incoming::Head => self.decoder.incomplete().map(Error::Head),
            Incoming::Content(decoder) => decoder.end_of_connection().err().map(Error::Content),
            Incoming::Complete => return Ok(()),
            Incoming::Over => None,
        };
        self.give_up_unless(cut_off)
    }

    fn give_up_unless(&mut self, error: Option<Error>) -> Result<(), Error> {
        self.incoming = Incoming::Over;
        let Some(error) = error else { return Ok(()) };
        self.give_up(error);
        Err(error)
    }

    /// Nothing that comes can be trusted any more.
    fn give_up(&mut self, error: Error) {
        if matches!(self.outgoing, Outgoing::Nothing) {
            let head = if let Error::Head(error) = error { Some(error) } else { self.decoder.incomplete() };
            let method = if head.is_some_and(|error| error.is_about_head()) { Method::Head } else { Method::Get };
            self.asked = Asked { method, ..Asked::nothing() };
            self.outgoing = Outgoing::Due;
        }
        self.asked.persists = false;
        self.asked.expects_continue = false;
        self.incoming = Incoming::Over;
    }

    // -----------------------------------------------------------------------------------------------------------------
    // Answers

    /// Says that the application waits for content. Writes 100 (Continue) when the client waits as well: when it asked for
    /// that, nothing of the content has come, and no answer has begun.
    ///
    /// Call it when [`receive`](Self::receive) has returned `None`, before waiting for more.
    pub fn want_content(&mut self, output: &mut Vec<u8>) {
        self.asked.content_wanted = true;
        if !self.is_due() {
            // Behind the head of an answer, a 100 would stand within its content.
            return;
        }
        // GAP 3 of 6: continue
        // The application is about to wait for content, and no answer has begun. If the client waits as
        // well, for 100 (`self.asked.expects_continue`), append `HTTP/1.1 100 Continue` to `output`, with
        // its line end and the empty line. Once: set `expects_continue` to false, for the client then
        // waits no more.
        todo!("gap 3: continue")
    }

    /// Says that the application reads no more of the content. If much of it is still to come, the connection closes behind
    /// the answer.
    pub fn leave_content(&mut self) {
        self.asked.content_wanted = false;
    }

    /// Writes an interim answer (1xx), if the client understands such.
    ///
    /// # Errors
    ///
    /// When `head` is of another class, or no request waits for its answer.
    pub fn inform(&mut self, head: &ResponseHead, output: &mut Vec<u8>) -> Result<(), Error> {
        let is_interim = head.status.class() == Class::Informational && head.status != Status::SWITCHING_PROTOCOLS;
        if !is_interim || !matches!(self.outgoing, Outgoing::Due) {
            return Err(Fault::OutOfTurn.into());
        }
        if self.asked.version >= Version::HTTP_11 {
            head.encode(output);
        }
        Ok(())
    }

    /// Writes the head of the answer to the present request. Content of `length` octets follows, or of a length that is
    /// not yet known: then it is chunked, or ends with the connection where the client does not know chunks.
    ///
    /// The fields Content-Length, Transfer-Encoding and Connection are made here. An option in the head's own Connection
    /// field is kept, and `close` closes.
    ///
    /// # Errors
    ///
    /// When there is nothing to answer, or the head is of an interim answer.
    pub fn respond(&mut self, mut head: ResponseHead, length: Option<u64>, output: &mut Vec<u8>) -> Result<(), Error> {
        if !matches!(self.outgoing, Outgoing::Due) || head.status.class() == Class::Informational {
            return Err(Fault::OutOfTurn.into());
        }
        let tunnel = self.asked.method == Method::Connect && head.status.class() == Class::Successful;
        let framing = match length {
            _ if tunnel || matches!(head.status, Status::NO_CONTENT | Status::NOT_MODIFIED) => Framing::Empty,
            _ if head.status == Status::RESET_CONTENT => Framing::Length(0),
            Some(length) => Framing::Length(length),
            None if self.asked.version >= Version::HTTP_11 => Framing::Chunked,
            None => Framing::UntilClose,
        };
        let bare =
            self.asked.method == Method::Head || framing == Framing::Empty || head.status == Status::RESET_CONTENT;
        // Behind a final answer such a client may go on with its content or with another request, and nobody could tell
        // which (RFC 9110 section 10.1.1).
        self.asked.persists = !tunnel && !self.may_hold_back && self.keeps(&head, framing);
        let fields = &mut head.fields;
        framing.declare(fields).and_then(|()| self.announce(fields)).map_err(|_| Fault::OutOfTurn)?;
        head.encode(output);
        self.outgoing = if bare { Outgoing::Bare } else { Outgoing::Content(BodyEncoder::new(framing)) };
        Ok(())
    }

    /// Whether the connection goes on behind this answer.
    fn keeps(&self, head: &ResponseHead, framing: Framing) -> bool {
        // GAP 4 of 6: keep
        // Does the connection go on behind this answer? Only if the request lets it (`asked.persists`),
        // `head` does not say close, the content does not last until the close (`framing`), no client
        // waits for a 100 that was not sent, and not more than `self.settings.drain` octets are left
        // (`asked.content_left`, None if unknown: then yes), unless the content is wanted.
        todo!("gap 4: keep")
    }

    /// Says in the answer whether the connection goes on, where the client would expect otherwise.
    fn announce(&self, fields: &mut Fields) -> Result<(), request::InvalidField> {
        if !self.asked.persists && !fields.lists("Connection", "close") {
            return fields.push("Connection", "close");
        }
        if self.asked.persists && self.asked.version < Version::HTTP_11 {
            return fields.push("Connection", "keep-alive");
        }
        Ok(())
    }

    /// Whether content is sent with the present answer: not with HEAD, 204 and 304. What is handed in all the same is
    /// left out.
    #[must_use]
    pub fn sends_content(&self) -> bool {
        matches!(self.outgoing, Outgoing::Content(_))
    }

    /// Writes a piece of the answer's content.
    ///
    /// # Errors
    ///
    /// When there are more octets than was said, or no answer has begun.
    pub fn send(&mut self, content: &[u8], output: &mut Vec<u8>) -> Result<(), Error> {
        if self.before(content.len(), output)? {
            output.extend_from_slice(content);
            self.behind(output);
        }
        Ok(())
    }

    /// Writes what goes in front of a piece of content of so many octets, which the caller then sends itself, and
    /// [`behind`](Self::behind) after that. `false` when no content is sent at all: then leave it out.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn before(&mut self, octets: usize, output: &mut Vec<u8>) -> Result<bool, Error> {
        match &mut self.outgoing {
            Outgoing::Bare => Ok(false),
            Outgoing::Content(encoder) => {
                encoder.before(octets, output).map_err(|_| Fault::OutOfTurn)?;
                Ok(true)
            }
            _ => Err(Fault::OutOfTurn.into()),
        }
    }

    /// Writes what goes behind a piece of content.
    pub fn behind(&mut self, output: &mut Vec<u8>) {
        if let Outgoing::Content(encoder) = &mut self.outgoing {
            encoder.behind(output);
        }
    }

    /// Ends the answer.
    ///
    /// # Errors
    ///
    /// When there are fewer octets than was said. Then the connection can only be closed: see [`abort`](Self::abort).
    pub fn end(&mut self, trailers: &Fields, output: &mut Vec<u8>) -> Result<(), Error> {
        match &mut self.outgoing {
            Outgoing::Bare => {}
            Outgoing::Content(encoder) => encoder.end(trailers, output).map_err(|_| Fault::OutOfTurn)?,
            _ => return Err(Fault::OutOfTurn.into()),
        }
        self.answered();
        Ok(())
    }

    /// The last octet of the answer is written: what now?
    fn answered(&mut self) {
        // GAP 5 of 6: answered
        // The answer is complete: say so in `self.outgoing`. If the connection does not go on
        // (`self.asked.persists`), nothing that comes is a request any more: `Incoming::Over`.
        // If the request has come whole (`Incoming::Complete`), `next_request`.
        // Otherwise the rest of its content comes first, and `receive` throws it away.
        todo!("gap 5: answered")
    }

    /// The whole answer at once.
    ///
    /// # Errors
    ///
    /// As [`respond`](Self::respond).
    pub fn answer(&mut self, head: ResponseHead, content: &[u8], output: &mut Vec<u8>) -> Result<(), Error> {
        self.respond(head, Some(content.len() as u64), output)?;
        self.send(content, output)?;
        self.end(&Fields::new(), output)
    }

    /// Takes an answer back that has begun, for another one to the same request, behind which the connection closes. Nothing
    /// of it may have been sent; the caller takes it out of the output.
    pub fn retract(&mut self) {
        if matches!(self.outgoing, Outgoing::Bare | Outgoing::Content(_)) {
            self.outgoing = Outgoing::Due;
            self.asked.persists = false;
        }
    }

    /// Breaks off the answer: the connection closes, and the client sees that the answer is not complete.
    pub fn abort(&mut self) {
        self.outgoing = Outgoing::Complete;
        self.incoming = Incoming::Over;
    }

    fn is_answered(&self) -> bool {
        matches!(self.outgoing, Outgoing::Complete)
    }

    fn next_request(&mut self) {
        self.incoming = Incoming::Head;
        self.outgoing = Outgoing::Nothing;
        self.wait = None;
    }
}

/// Waiting.
impl ServerConnection {
    /// Until when to wait for the client, from `now` on; `None` while it is not the client's turn.
    pub fn deadline(&mut self, now: Instant) -> Option<Instant> {
        let timeouts = &self.settings.timeouts;
        let (wait, most) = match (&self.incoming, &self.outgoing) {
            (Incoming::Head, _) if self.decoder.has_begun() => (Wait::Head, timeouts.head),
            (Incoming::Head, _) => (Wait::Request, timeouts.idle),
            (Incoming::Content(_), _) => (Wait::Content, timeouts.content),
            (Incoming::Over, Outgoing::Nothing | Outgoing::Complete) => (Wait::Close, timeouts.linger),
            _ => return None,
        };
        let moved = std::mem::take(&mut self.moved);
        match &mut self.wait {
            Some((before, pace)) if *before == wait => {
                Some(if wait == Wait::Content { pace.deadline(moved, now) } else { pace.end() })
            }
            _ => {
                let pace = Pace::new(most, timeouts.rate, now);
                self.wait = Some((wait, pace));
                Some(pace.end())
            }
        }
    }

    /// Gives the client more time for what is waited for: the server itself did not run for so long.
    pub fn postpone(&mut self, time: Duration) {
        if let Some((_, pace)) = &mut self.wait {
            pace.postpone(time);
        }
    }

    /// Nothing came until `now`. When that is too long, the connection ends; see [`next`](Self::next).
    ///
    /// # Errors
    ///
    /// When a request did not come whole in time: it may be answered, with 408.
    pub fn timed_out(&mut self, now: Instant) -> Result<(), Error> {
        let Some((wait, _)) = self.wait.as_ref().filter(|(_, pace)| now >= pace.end()) else { return Ok(()) };
        let late = match wait {
            Wait::Head => Some(Fault::HeadLate.into()),
            Wait::Content if !self.is_answered() => Some(Fault::ContentLate.into()),
            // A client that has sent nothing did not ask: browsers open connections for later.
            Wait::Content | Wait::Request => None,
            Wait::Close => {
                self.ended = true;
                None
            }
        };
        self.give_up_unless(late)
    }
}

impl Asked {
    /// What is assumed about a request of which nothing is known.
    fn nothing() -> Self {
        Self {
            method: Method::Get,
            version: Version::HTTP_10,
            persists: false,
            expects_continue: false,
            content_wanted: false,
            content_left: Some(0),
            drained: 0,
        }
    }
}

/// Whether a client waits for 100 (Continue) before it sends content (RFC 9110 section 10.1.1).
fn expects_continue(head: &RequestHead, framing: Framing) -> bool {
    framing.length() != Some(0) && body::expectation(head) == Expectation::Continue
}
