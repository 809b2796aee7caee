//! The client's side of a connection: one request after another, each with its response.

use std::time::Instant;

use body::{BodyDecoder, Framing, Part};
use request::{Class, Fields, Method, RequestHead, Status};
use response::{ResponseDecoder, ResponseHead};

use crate::error::{LocalError, ResponseError};
use crate::settings::Settings;
use crate::states::{Awaited, ClientState, Sent};
use crate::timeouts::Wait;

/// What came from the server.
#[derive(Debug, PartialEq, Eq)]
pub enum ResponseEvent<'a> {
    /// An interim response (1xx): the final one follows.
    Interim(ResponseHead),
    /// The head of the final response. Its content follows, and always an end.
    Response(ResponseHead),
    /// A piece of its content.
    Content(&'a [u8]),
    /// The response is complete; with the trailer fields after its content.
    End(Fields),
}

/// The client's side of one connection. It does no input or output and reads no clock.
///
/// ```
/// use connection::{ClientConnection, ResponseEvent, Settings};
/// use request::{Method, RequestHead, Target};
///
/// let mut connection = ClientConnection::new(Settings::default());
/// let uri = Target::uri("http://localhost/hello")?;
/// let head = RequestHead::to(Method::Get, &uri).expect("the URI names a server");
/// let mut output = Vec::new();
/// connection.ask(head, Some(0), &mut output)?;
/// connection.end(&mut output)?;
/// assert_eq!(output, b"GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
///
/// let mut input: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
/// let Some(ResponseEvent::Response(head)) = connection.receive(&mut input)? else { unreachable!() };
/// assert_eq!(head.status.code(), 200);
/// assert_eq!(connection.receive(&mut input)?, Some(ResponseEvent::Content(b"hi")));
/// assert!(matches!(connection.receive(&mut input)?, Some(ResponseEvent::End(_))));
/// assert!(connection.is_reusable());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ClientConnection {
    settings: Settings,
    decoder: ResponseDecoder,
    state: ClientState,
}

impl ClientConnection {
    /// A connection on which nothing was asked yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { settings, decoder: ResponseDecoder::new(settings.head), state: ClientState::new() }
    }

    /// Whether another request may be sent: the response to the one before was complete, and nobody said `close`.
    #[must_use]
    pub fn is_reusable(&self) -> bool {
        self.state.is_reusable()
    }

    /// Whether the response is complete, or there is none to wait for.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.state.is_complete()
    }

    /// Whether the connection is no longer HTTP: the server has switched protocols (101), or let a CONNECT through (2xx),
    /// and the request has gone out whole. Octets that are left, and all that come, are the new protocol's.
    #[must_use]
    pub fn has_switched(&self) -> bool {
        self.state.has_switched()
    }

    /// Whether content of the present response is still to come.
    #[must_use]
    pub fn is_receiving_content(&self) -> bool {
        matches!(self.state.awaited, Awaited::Content(_))
    }

    /// Whether more of the request is to be sent. A server that responds with an error and closes wants no more of it
    /// (RFC 9112 section 9.5).
    #[must_use]
    pub fn sends_content(&self) -> bool {
        self.state.sends_content()
    }

    /// Writes the head of a request. Content of `length` octets follows, or of a length that is not yet known: then it is
    /// chunked. [`end`](Self::end) must follow in any case.
    ///
    /// The fields Content-Length and Transfer-Encoding are made here; `close` in the head's Connection field closes after
    /// the response. A server may switch protocols only where the head has the fields Upgrade and `Connection: upgrade`, or
    /// its method is CONNECT.
    ///
    /// # Errors
    ///
    /// When the connection is not [reusable](Self::is_reusable), or the fields are too long.
    pub fn ask(&mut self, mut head: RequestHead, length: Option<u64>, output: &mut Vec<u8>) -> Result<(), LocalError> {
        if !self.is_reusable() {
            return Err(LocalError::NotReusable);
        }
        let framing = match length {
            // A method that has a use for content says that there is none (RFC 9110 section 8.6).
            Some(0) if !matches!(head.method, Method::Post | Method::Put) => Framing::Empty,
            Some(length) => Framing::Length(length),
            None => Framing::Chunked,
        };
        framing.declare(&mut head.fields)?;
        head.encode(output);
        self.state.ask(head, framing);
        Ok(())
    }

    /// Writes a piece of the request's content.
    ///
    /// # Errors
    ///
    /// When there are more octets than was said, or no request has begun.
    pub fn send(&mut self, content: &[u8], output: &mut Vec<u8>) -> Result<(), LocalError> {
        self.before(content.len(), output)?;
        output.extend_from_slice(content);
        self.after(output);
        Ok(())
    }

    /// Writes what goes in front of a piece of content of so many octets, which the caller then sends itself, and
    /// [`after`](Self::after) after that.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn before(&mut self, octets: usize, output: &mut Vec<u8>) -> Result<(), LocalError> {
        let Sent::Content(encoder) = &mut self.state.sent else { return Err(LocalError::NotBegun) };
        Ok(encoder.before(octets, output)?)
    }

    /// Writes what goes after a piece of content.
    pub fn after(&mut self, output: &mut Vec<u8>) {
        if let Sent::Content(encoder) = &mut self.state.sent {
            encoder.after(output);
        }
    }

    /// Ends the request.
    ///
    /// # Errors
    ///
    /// When there are fewer octets than was said.
    pub fn end(&mut self, output: &mut Vec<u8>) -> Result<(), LocalError> {
        let Sent::Content(encoder) = &mut self.state.sent else { return Err(LocalError::NotBegun) };
        encoder.end(&Fields::new(), output)?;
        self.state.end_request();
        Ok(())
    }

    /// Takes octets of the server from the front of `input`; returns what they are, `None` when more are needed.
    ///
    /// A response may come, and be complete, before the request has gone out whole. Then the rest of the request need not
    /// be sent: the connection is not reusable. After a response that switches protocols, nothing is taken: what is left of
    /// `input` is for the new protocol.
    ///
    /// # Errors
    ///
    /// When what came is no response, or none that was asked for. The connection is of no use then.
    pub fn receive<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<ResponseEvent<'a>>, ResponseError> {
        let before = input.len();
        let received = self.take(input);
        self.state.waiting.count((before - input.len()) as u64);
        if received.is_err() {
            self.state.close();
        }
        received
    }

    fn take<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<ResponseEvent<'a>>, ResponseError> {
        // ANCHOR: receive_response
        match &mut self.state.awaited {
            // ANCHOR: unsolicited
            Awaited::Nothing => {
                // Line ends between responses are harmless (RFC 9112 section 9.2).
                let blanks = input.iter().take_while(|octet| b"\r\n".contains(octet)).count();
                *input = &input[blanks..];
                if input.is_empty() { Ok(None) } else { Err(ResponseError::Unsolicited) }
            }
            // ANCHOR_END: unsolicited
            Awaited::Head => match self.decoder.decode(input)? {
                None => Ok(None),
                Some(head) if head.status == Status::SWITCHING_PROTOCOLS => self.switch(head).map(Some),
                // ANCHOR: interim
                Some(head) if head.status.class() == Class::Informational => Ok(Some(ResponseEvent::Interim(head))),
                // ANCHOR_END: interim
                Some(head) => self.begin(head).map(Some),
            },
            Awaited::Content(decoder) => Ok(match decoder.decode(input)? {
                None => None,
                Some(Part::Content(content)) => Some(ResponseEvent::Content(content)),
                Some(Part::End(trailers)) => {
                    self.state.end_response();
                    Some(ResponseEvent::End(trailers))
                }
            }),
            Awaited::Switched => Ok(None),
            Awaited::Over => {
                *input = &[];
                Ok(None)
            }
        }
        // ANCHOR_END: receive_response
    }

    /// 101 is final where the request has offered the protocol (RFC 9110 section 7.8).
    fn switch(&mut self, head: ResponseHead) -> Result<ResponseEvent<'static>, ResponseError> {
        if self.state.was_offered(&head.fields) { self.begin(head) } else { Err(ResponseError::Switched) }
    }

    fn begin(&mut self, head: ResponseHead) -> Result<ResponseEvent<'static>, ResponseError> {
        // ANCHOR: begin
        let framing = body::response_framing(&self.state.method, &head)?;
        let decoder = BodyDecoder::for_response(framing, self.settings.content);
        self.state.begin_response(&head, framing, decoder);
        Ok(ResponseEvent::Response(head))
        // ANCHOR_END: begin
    }

    /// The server has closed its side. Returns the end of a response that ends with the connection.
    ///
    /// # Errors
    ///
    /// When a response is missing, or a part of it.
    pub fn end_of_input(&mut self) -> Result<Option<ResponseEvent<'static>>, ResponseError> {
        // ANCHOR: response_end
        let ended = match &mut self.state.awaited {
            Awaited::Head => Err(self.decoder.incomplete().map_or(ResponseError::NoResponse, ResponseError::Head)),
            Awaited::Content(decoder) => {
                let end = decoder.end_of_connection().map_err(ResponseError::Content);
                end.map(|()| Some(ResponseEvent::End(Fields::new())))
            }
            Awaited::Switched => return Ok(None),
            Awaited::Nothing | Awaited::Over => Ok(None),
        };
        match ended {
            Ok(_) => self.state.end_input(),
            Err(_) => self.state.close(),
        }
        ended
        // ANCHOR_END: response_end
    }

    /// Until when to wait for the server, from `now` on; `None` when nothing was asked.
    pub fn deadline(&mut self, now: Instant) -> Option<Instant> {
        let wait = self.state.wait()?;
        // ANCHOR: response_deadline
        Some(self.state.waiting.deadline(wait, &self.settings.timeouts, now))
        // ANCHOR_END: response_deadline
    }

    /// It is `now`, whether octets came since or not.
    ///
    /// # Errors
    ///
    /// When the wait is over: the connection is of no use any more.
    pub fn timed_out(&mut self, now: Instant) -> Result<(), ResponseError> {
        // ANCHOR: response_late
        let late = match self.state.waiting.is_over(now) {
            Some(Wait::Content) => ResponseError::ContentLate,
            Some(_) => ResponseError::HeadLate,
            None => return Ok(()),
        };
        self.state.close();
        Err(late)
        // ANCHOR_END: response_late
    }
}

/// Whether a request that failed with this error may be sent again, on another connection, without asking anybody: only
/// when the server may just have closed a connection that was in use before, and when asking twice does no harm
/// (RFC 9110 section 9.2.2).
#[must_use]
pub fn may_repeat(method: &Method, connection_was_used: bool, error: &ResponseError) -> bool {
    // ANCHOR: repeat
    connection_was_used && method.is_idempotent() && *error == ResponseError::NoResponse
    // ANCHOR_END: repeat
}
