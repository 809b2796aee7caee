//! The client's side of a connection: one request after another, each with its answer.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::time::Instant;

use body::{BodyDecoder, BodyEncoder, Framing, Part};
use request::{Class, Fields, Method, RequestHead, Status, Version};
use response::{ResponseDecoder, ResponseHead};

use crate::error::{Error, Fault};
use crate::persistence::persists;
use crate::settings::Settings;
use crate::timeouts::Pace;

/// What came from the server.
#[derive(Debug, PartialEq, Eq)]
pub enum ResponseEvent<'a> {
    /// An interim answer (1xx): the final one follows.
    Interim(ResponseHead),
    /// The head of the final answer. Its content follows, and always an end.
    Response(ResponseHead),
    /// A piece of its content.
    Content(&'a [u8]),
    /// The answer is complete; with the trailer fields behind its content.
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
    outgoing: Outgoing,
    incoming: Incoming,
    method: Method,
    /// Whether nobody has said `close` so far.
    persists: bool,
    /// Whether the server wants no more of the request: it has answered with an error, and closes.
    refused: bool,
    wait: Option<(Wait, Pace)>,
    moved: u64,
}

/// How far the present request has gone out.
#[derive(Debug)]
enum Outgoing {
    Nothing,
    Content(BodyEncoder),
    Complete,
}

/// How far its answer has come.
#[derive(Debug)]
enum Incoming {
    /// Nobody has asked.
    Nothing,
    Head,
    Content(BodyDecoder),
    /// Nothing more is taken from this connection.
    Over,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wait {
    Head,
    Content,
}

impl ClientConnection {
    /// A connection on which nothing was asked yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            decoder: ResponseDecoder::new(settings.head),
            outgoing: Outgoing::Nothing,
            incoming: Incoming::Nothing,
            method: Method::Get,
            persists: true,
            refused: false,
            wait: None,
            moved: 0,
        }
    }

    /// Whether another request may be sent: the answer to the one before was complete, and nobody said `close`.
    #[must_use]
    pub fn is_reusable(&self) -> bool {
        self.persists
            && matches!(self.incoming, Incoming::Nothing)
            && matches!(self.outgoing, Outgoing::Nothing | Outgoing::Complete)
    }

    /// Whether the answer is complete, or there is none to wait for.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        matches!(self.incoming, Incoming::Nothing)
    }

    /// Whether content of the present answer is still to come.
    #[must_use]
    pub fn is_receiving_content(&self) -> bool {
        matches!(self.incoming, Incoming::Content(_))
    }

    /// Whether more of the request is to be sent. A server that answers with an error and closes wants no more of it
    /// (RFC 9112 section 9.5).
    #[must_use]
    pub fn sends_content(&self) -> bool {
        matches!(self.outgoing, Outgoing::Content(_)) && !self.refused
    }

    /// Writes the head of a request. Content of `length` octets follows, or of a length that is not yet known: then it is
    /// chunked. [`end`](Self::end) must follow in any case.
    ///
    /// The fields Content-Length and Transfer-Encoding are made here; `close` in the head's Connection field closes behind
    /// the answer.
    ///
    /// # Errors
    ///
    /// When the connection is not [reusable](Self::is_reusable).
    pub fn ask(&mut self, mut head: RequestHead, length: Option<u64>, output: &mut Vec<u8>) -> Result<(), Error> {
        if !self.is_reusable() {
            return Err(Fault::OutOfTurn.into());
        }
        let framing = match length {
            // A method that has a use for content says that there is none (RFC 9110 section 8.6).
            Some(0) if !matches!(head.method, Method::Post | Method::Put) => Framing::Empty,
            Some(length) => Framing::Length(length),
            None => Framing::Chunked,
        };
        framing.declare(&mut head.fields).map_err(|_| Fault::OutOfTurn)?;
        head.encode(output);
        self.persists = persists(Version::HTTP_11, &head.fields);
        self.method = head.method;
        self.outgoing = Outgoing::Content(BodyEncoder::new(framing));
        self.incoming = Incoming::Head;
        self.wait = None;
        Ok(())
    }

    /// Writes a piece of the request's content.
    ///
    /// # Errors
    ///
    /// When there are more octets than was said, or no request has begun.
    pub fn send(&mut self, content: &[u8], output: &mut Vec<u8>) -> Result<(), Error> {
        self.before(content.len(), output)?;
        output.extend_from_slice(content);
        self.behind(output);
        Ok(())
    }

    /// Writes what goes in front of a piece of content of so many octets, which the caller then sends itself, and
    /// [`behind`](Self::behind) after that.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn before(&mut self, octets: usize, output: &mut Vec<u8>) -> Result<(), Error> {
        let Outgoing::Content(encoder) = &mut self.outgoing else { return Err(Fault::OutOfTurn.into()) };
        encoder.before(octets, output).map_err(|_| Fault::OutOfTurn.into())
    }

    /// Writes what goes behind a piece of content.
    pub fn behind(&mut self, output: &mut Vec<u8>) {
        if let Outgoing::Content(encoder) = &mut self.outgoing {
            encoder.behind(output);
        }
    }

    /// Ends the request.
    ///
    /// # Errors
    ///
    /// When there are fewer octets than was said.
    pub fn end(&mut self, output: &mut Vec<u8>) -> Result<(), Error> {
        let Outgoing::Content(encoder) = &mut self.outgoing else { return Err(Fault::OutOfTurn.into()) };
        encoder.end(&Fields::new(), output).map_err(|_| Fault::OutOfTurn)?;
        self.outgoing = Outgoing::Complete;
        // The time for the answer counts from here on, however long the request took.
        self.wait = None;
        Ok(())
    }

    /// Takes octets of the server from the front of `input`; returns what they are, `None` when more are needed.
    ///
    /// An answer may come, and be complete, before the request has gone out whole. Then the rest of the request need not
    /// be sent: the connection is not reusable.
    ///
    /// # Errors
    ///
    /// When what came is no answer, or none that was asked for. The connection is of no use then.
    pub fn receive<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<ResponseEvent<'a>>, Error> {
        let before = input.len();
        let received = self.take(input);
        self.moved += (before - input.len()) as u64;
        if received.is_err() {
            self.close();
        }
        received
    }

    fn take<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<ResponseEvent<'a>>, Error> {
        match &mut self.incoming {
            Incoming::Nothing => {
                // Line ends between answers are harmless (RFC 9112 section 9.2).
                let blanks = input.iter().take_while(|octet| b"\r\n".contains(octet)).count();
                *input = &input[blanks..];
                if input.is_empty() { Ok(None) } else { Err(Fault::Unsolicited.into()) }
            }
            Incoming::Head => match self.decoder.decode(input)? {
                None => Ok(None),
                Some(head) if head.status == Status::SWITCHING_PROTOCOLS => Err(Fault::Switched.into()),
                Some(head) if head.status.class() == Class::Informational => Ok(Some(ResponseEvent::Interim(head))),
                Some(head) => self.begin(head).map(Some),
            },
            Incoming::Content(decoder) => Ok(match decoder.decode(input)? {
                None => None,
                Some(Part::Content(content)) => Some(ResponseEvent::Content(content)),
                Some(Part::End(trailers)) => {
                    self.incoming = Incoming::Nothing;
                    Some(ResponseEvent::End(trailers))
                }
            }),
            Incoming::Over => {
                *input = &[];
                Ok(None)
            }
        }
    }

    fn begin(&mut self, head: ResponseHead) -> Result<ResponseEvent<'static>, Error> {
        let framing = body::response_framing(&self.method, &head)?;
        let tunnel = self.method == Method::Connect && head.status.class() == Class::Successful;
        let closes = !persists(head.version, &head.fields);
        self.refused = closes && matches!(head.status.class(), Class::ClientError | Class::ServerError);
        self.persists &= !closes && framing != Framing::UntilClose && !tunnel;
        self.incoming = Incoming::Content(BodyDecoder::for_response(framing, self.settings.content));
        Ok(ResponseEvent::Response(head))
    }

    /// The server has closed its side. Returns the end of an answer that ends with the connection.
    ///
    /// # Errors
    ///
    /// When an answer is missing, or a part of it.
    pub fn end_of_input(&mut self) -> Result<Option<ResponseEvent<'static>>, Error> {
        let ended = match &mut self.incoming {
            Incoming::Head => Err(self.decoder.incomplete().map_or(Fault::NoAnswer.into(), Error::Response)),
            Incoming::Content(decoder) => {
                decoder.end_of_connection().map(|()| Some(ResponseEvent::End(Fields::new()))).map_err(Error::Content)
            }
            Incoming::Nothing | Incoming::Over => Ok(None),
        };
        self.close();
        if ended.is_ok() {
            self.incoming = Incoming::Nothing;
        }
        ended
    }

    fn close(&mut self) {
        (self.persists, self.refused) = (false, true);
        self.incoming = Incoming::Over;
    }

    /// Until when to wait for the server, from `now` on; `None` when nothing was asked.
    pub fn deadline(&mut self, now: Instant) -> Option<Instant> {
        let timeouts = &self.settings.timeouts;
        let (wait, most) = match &self.incoming {
            Incoming::Head => (Wait::Head, timeouts.head),
            Incoming::Content(_) => (Wait::Content, timeouts.content),
            Incoming::Nothing | Incoming::Over => return None,
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

    /// Nothing came until `now`.
    ///
    /// # Errors
    ///
    /// When that is too long: the connection is of no use any more.
    pub fn timed_out(&mut self, now: Instant) -> Result<(), Error> {
        let fault = match &self.wait {
            Some((wait, pace)) if now >= pace.end() => match wait {
                Wait::Head => Fault::AnswerLate,
                Wait::Content => Fault::ContentLate,
            },
            _ => return Ok(()),
        };
        self.close();
        Err(fault.into())
    }
}

/// Whether a request that failed with this error may be sent again, on another connection, without asking anybody: only
/// when the server may just have closed a connection that was in use before, and when asking twice does no harm
/// (RFC 9112 section 9.3.1).
#[must_use]
pub fn may_repeat(method: &Method, connection_was_used: bool, error: &Error) -> bool {
    // GAP 6 of 6: repeat
    // May a request with this method, that failed with this error, be sent once more? Only when
    // the server closed without a word (`Fault::NoAnswer`, inside of `Error::Fault`), on a
    // connection that was used before, and when doing it twice does no harm:
    // `method.is_idempotent()`.
    todo!("gap 6: repeat")
}
