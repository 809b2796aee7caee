//! One connection from its first request to its last response.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;
use std::time::{Duration, Instant};

use request::{Fields, Method, RequestHead, Status};
use response::ResponseHead;
use threads::{Conversation, RETRY_AFTER, Transport, Trouble};

use crate::error::Error;
use crate::log::Log;
use crate::path::Parameters;
use crate::request::{Request, RequestContent, Source};
use crate::responder::Responder;
use crate::response::{Content, Response};
use crate::settings::Settings;

/// How much of a file is read and written at a time. With small pieces, more time goes into calls than into copying.
const PIECE: usize = 128 * 1024;

/// From which length on a file is worth a call of its own, which sends it without a copy: less leaves with the head.
const WORTH_A_CALL: u64 = 32 * 1024;

/// How much is collected of content that is written in small pieces.
const CHUNK: usize = 16 * 1024;

/// How long the beginning of content may take that is read while it is sent.
const LONGEST_BEGINNING: Duration = Duration::from_millis(500);

/// What answers the requests of a connection.
#[derive(Clone, Copy)]
pub(crate) enum Application<'a> {
    /// The application.
    Responder(&'a Responder),
    /// There are too many clients.
    Busy,
}

/// One client.
struct Exchange<'e, 'c, 'p, T> {
    conversation: RefCell<&'c mut Conversation<'p, T>>,
    log: Rc<RefCell<Log>>,
    /// Why content could not be read, if so.
    trouble: RefCell<Option<Trouble>>,
    application: Application<'e>,
    settings: &'e Settings,
    peer: SocketAddr,
}

/// Answers the requests of one client, until it or the server has enough.
pub(crate) fn serve<T: Transport>(
    application: Application,
    settings: &Settings,
    conversation: &mut Conversation<'_, T>,
    peer: SocketAddr,
) -> Result<(), Trouble> {
    let log = Rc::new(RefCell::new(Log::new(!settings.log)));
    let lines = Rc::clone(&log);
    conversation.on_flush(move || lines.borrow_mut().flush());
    let conversation = RefCell::new(conversation);
    Exchange { conversation, log, trouble: RefCell::new(None), application, settings, peer }.run()
}

impl<T: Transport> Exchange<'_, '_, '_, T> {
    fn run(&self) -> Result<(), Trouble> {
        loop {
            let request = self.conversation.borrow_mut().next_request();
            match request {
                Ok(Some(head)) => self.answer(&head)?,
                Ok(None) => return Ok(()),
                Err(Trouble::Refused(error)) => self.refuse(&error)?,
                Err(lost) => return Err(lost),
            }
        }
    }

    /// Answers a request, whatever its handler does. Never a part of [`run`](Self::run): what it needs of the stack would be
    /// taken by each connection that waits.
    #[inline(never)]
    fn answer(&self, head: &RequestHead) -> Result<(), Trouble> {
        let parameters = Parameters::default();
        let (peer, content, limit) = (self.peer, RequestContent(self), self.settings.content);
        let request = Request { head, peer, parameters, content, limit };
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| match self.application {
            Application::Responder(responder) => {
                responder.answer(request).and_then(|response| self.begun(head, response))
            }
            Application::Busy => Err(busy().unwrap_or_else(Error::from)),
        }));
        if let Some(Trouble::Lost(error)) = self.trouble.take() {
            return Err(Trouble::Lost(error));
        }
        let mut response = match outcome {
            Ok(result) => self.checked(result.unwrap_or_else(|error| failed(head, error)))?,
            Err(_) => panicked().into_response(),
        };
        let mut status = response.head.status;
        let why = response.why.take();
        let sent = match self.try_to_send(head, response) {
            Ok(()) => Ok(()),
            // What fails before anything of it has left gets a response of its own.
            Err(error) if self.conversation.borrow_mut().retract() => {
                status = error.status();
                self.send(head, failed(head, error))
            }
            Err(error) => Err(error),
        };
        let octets = self.conversation.borrow().sent();
        self.log.borrow_mut().answered(self.peer, head, status, octets, why.as_ref());
        sent.map_err(|error| Trouble::Lost(error.into()))
    }

    /// Sends a response. Content can be made while it is sent, and whoever makes it can fail, or panic.
    fn try_to_send(&self, head: &RequestHead, response: Response) -> Result<(), Error> {
        let sent = panic::catch_unwind(AssertUnwindSafe(|| self.send(head, response)));
        sent.unwrap_or_else(|_| Err(io::Error::other("the handler panicked").into()))
    }

    /// Reads the beginning of the content, which tells a client that waits for 100 (Continue) to go on.
    fn begun<'a>(&self, request: &RequestHead, response: Response<'a>) -> Result<Response<'a>, Error> {
        if request.method == Method::Head {
            return Ok(response);
        }
        let until = Instant::now() + LONGEST_BEGINNING;
        let content = response.content.begun(|| self.conversation.borrow_mut().hurry(until));
        self.conversation.borrow_mut().take_time();
        Ok(Response { content: content?, ..response })
    }

    /// The response, if what has come of the request after its head is all right. A handler that does not read the content
    /// does not see that it is none.
    fn checked<'a>(&self, response: Response<'a>) -> Result<Response<'a>, Trouble> {
        // These may still read the content.
        if matches!(response.content, Content::Reader(..) | Content::Writer(_)) {
            return Ok(response);
        }
        match self.conversation.borrow_mut().skip_content() {
            Ok(()) => Ok(response),
            Err(Trouble::Refused(error)) => Ok(Error::refusal(&error).into_response()),
            Err(lost) => Err(lost),
        }
    }

    /// Answers what is no request.
    #[inline(never)]
    fn refuse(&self, error: &connection::RequestError) -> Result<(), Trouble> {
        let Response { head, content, .. } = Error::refusal(error).into_response();
        let Content::Octets(octets) = content else { return Ok(()) };
        self.conversation.borrow_mut().respond(head, &octets)?;
        self.log.borrow_mut().refused(self.peer, error, error.status(), octets.len() as u64);
        Ok(())
    }

    fn send(&self, request: &RequestHead, response: Response) -> Result<(), Error> {
        let Response { head, content, .. } = response;
        match content {
            Content::Octets(octets) => {
                self.begin(head, Some(octets.len() as u64))?;
                self.conversation.borrow_mut().send(&octets)?;
            }
            Content::Stored(content, length) => {
                self.begin(head, Some(length))?;
                match (content.octets(), content.part_of_file()) {
                    (Some(octets), _) => self.conversation.borrow_mut().send(octets)?,
                    (None, Some((file, part))) if length >= WORTH_A_CALL => {
                        self.conversation.borrow_mut().send_file(file, part)?;
                    }
                    _ => self.send_from(content, Some(length), false)?,
                }
            }
            Content::Reader(source, length) => {
                self.begin(head, length)?;
                self.send_from(source, length, true)?;
            }
            Content::Writer(write) if request.method != Method::Head => {
                let mut writer = Writer { exchange: self, head: Some(head), chunk: Vec::new() };
                write(&mut writer)?;
                writer.finish()?;
            }
            Content::Writer(_) => self.begin(head, None)?,
        }
        Ok(self.conversation.borrow_mut().end()?)
    }

    fn begin(&self, head: ResponseHead, length: Option<u64>) -> Result<(), Trouble> {
        self.conversation.borrow_mut().begin(head, length)
    }

    /// Sends what is read from `source`, a piece at a time; at once, if reading the next piece may take its time.
    fn send_from(&self, source: impl Read, length: Option<u64>, at_once: bool) -> Result<(), Error> {
        // GAP 4 of 7: begun (place 2 of 2)
        // Read pieces of at most PIECE octets, no more than `length` in all, and send each. Where the response
        // has no content (`sends_content()`), read nothing. `at_once`, and if more is to come, flush a piece
        // before the next read, unless content of the request is at hand (`has_content()`): reading that takes no
        // time. Make a read again that a signal interrupted. Content that ends too early is seen by
        // whoever ends the response.
        todo!("gap 4: begun")
    }
}

/// Content that a handler writes. If it is short, its length is known before anything of it has to be sent.
struct Writer<'w, 'e, 'c, 'p, T> {
    exchange: &'w Exchange<'e, 'c, 'p, T>,
    /// The head, until it is sent.
    head: Option<ResponseHead>,
    chunk: Vec<u8>,
}

impl<T: Transport> Writer<'_, '_, '_, '_, T> {
    fn send(&mut self, length: Option<u64>) -> Result<(), Trouble> {
        if let Some(head) = self.head.take() {
            self.exchange.begin(head, length)?;
        }
        self.exchange.conversation.borrow_mut().send(&self.chunk)?;
        self.chunk.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<(), Trouble> {
        let length = self.chunk.len() as u64;
        self.send(Some(length))
    }
}

impl<T: Transport> Write for Writer<'_, '_, '_, '_, T> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let count = octets.len().min(CHUNK - self.chunk.len());
        self.chunk.extend_from_slice(&octets[..count]);
        if self.chunk.len() == CHUNK {
            self.send(None).map_err(told)?;
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send(None).map_err(told)?;
        self.exchange.conversation.borrow_mut().flush()
    }
}

impl<T: Transport> Source for Exchange<'_, '_, '_, T> {
    fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.conversation.borrow_mut().read_content(buffer).map_err(|trouble| match trouble {
            Trouble::Refused(error) => Error::refusal(&error).into(),
            Trouble::Local(error) => io::Error::other(error),
            Trouble::NotYet => io::ErrorKind::WouldBlock.into(),
            Trouble::Lost(error) => {
                let told = io::Error::from(error.kind());
                self.trouble.replace(Some(Trouble::Lost(error)));
                told
            }
        })
    }

    fn length(&self) -> Option<u64> {
        self.conversation.borrow().content_length()
    }

    fn trailers(&self) -> Option<Fields> {
        self.conversation.borrow().trailers().cloned()
    }
}

/// What a handler that writes is told.
fn told(trouble: Trouble) -> io::Error {
    match trouble {
        Trouble::Lost(error) => error,
        Trouble::Refused(error) => io::Error::other(error),
        Trouble::Local(error) => io::Error::other(error),
        Trouble::NotYet => io::ErrorKind::WouldBlock.into(),
    }
}

/// The response when there are too many clients. It is the last on its connection, so that others have a turn.
fn busy() -> Result<Error, request::InvalidField> {
    let text = "This server has as many clients as it can serve. Try again in a moment.";
    Error::new(Status::SERVICE_UNAVAILABLE, text).field("Retry-After", RETRY_AFTER)?.field("Connection", "close")
}

fn panicked() -> Error {
    Error::new(Status::INTERNAL_SERVER_ERROR, "The server failed at this request.")
}

/// The page for a request that its handler could not answer. Why is for those who run the server.
fn failed(request: &RequestHead, error: Error) -> Response<'static> {
    if let Some(cause) = error.cause() {
        cli::note(format_args!("{} {}: {cause}", request.method, request.target));
    }
    error.into_response()
}
