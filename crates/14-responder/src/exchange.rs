//! One connection from its first request to its last answer.

use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

use request::{Fields, Method, RequestHead, Status};
use response::ResponseHead;

use crate::error::Error;
use crate::open::Place;
use crate::path::Parameters;
use crate::request::{Request, RequestContent, Source};
use crate::responder::Responder;
use crate::response::{Content, Response};
use crate::serve::RETRY_AFTER;
use crate::settings::Settings;
use crate::wire::{Trouble, Wire};

/// How much of a file is read and written at a time. With small pieces, more time goes into calls than into copying.
const PIECE: usize = 128 * 1024;

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
struct Exchange<'e, 's> {
    wire: RefCell<Wire<'s>>,
    /// Why content could not be read, if so.
    trouble: RefCell<Option<Trouble>>,
    application: Application<'e>,
    settings: &'e Settings,
    peer: SocketAddr,
}

/// Answers the requests of one client, until it or the server has enough.
pub(crate) fn serve(application: Application, settings: &Settings, place: &Place, peer: SocketAddr) {
    // A client that has gone already is none.
    let Ok(wire) = Wire::new(place, settings) else { return };
    let exchange = Exchange { wire: RefCell::new(wire), trouble: RefCell::new(None), application, settings, peer };
    let result = exchange.run();
    let mut wire = exchange.wire.into_inner();
    // That a client is lost is its own business: what was answered stands in the log.
    if result.and_then(|()| Ok(wire.close()?)).is_err() {
        wire.abort();
    }
}

impl Exchange<'_, '_> {
    // ANCHOR: run
    fn run(&self) -> Result<(), Trouble> {
        loop {
            let request = self.wire.borrow_mut().next_request();
            match request {
                Ok(Some(head)) => self.answer(&head)?,
                Ok(None) => return Ok(()),
                Err(Trouble::Refused(error)) => self.refuse(&error)?,
                Err(lost) => return Err(lost),
            }
        }
    }
    // ANCHOR_END: run

    // ANCHOR: answer_one
    /// Answers a request, whatever its handler does.
    fn answer(&self, head: &RequestHead) -> Result<(), Trouble> {
        let parameters = Parameters::default();
        let (peer, content, limit) = (self.peer, RequestContent(self), self.settings.content);
        let request = Request { head, peer, parameters, content, limit };
        let answer = panic::catch_unwind(AssertUnwindSafe(|| match self.application {
            Application::Responder(responder) => {
                responder.answer(request).and_then(|response| self.begun(head, response))
            }
            Application::Busy => Err(busy().unwrap_or_else(Error::from)),
        }));
        if let Some(Trouble::Lost(error)) = self.trouble.take() {
            return Err(Trouble::Lost(error));
        }
        let mut response = match answer {
            Ok(answer) => self.checked(answer.unwrap_or_else(|error| failed(head, error)))?,
            Err(_) => panicked().into_response(),
        };
        let mut status = response.head.status;
        let why = response.why.take();
        let sent = match self.try_to_send(head, response) {
            Ok(()) => Ok(()),
            // What fails before anything of it has left gets an answer of its own.
            Err(error) if self.wire.borrow_mut().retract() => {
                status = error.status();
                self.send(head, failed(head, error))
            }
            Err(error) => Err(Trouble::Lost(error.into())),
        };
        let mut wire = self.wire.borrow_mut();
        let octets = wire.sent();
        wire.log.answered(self.peer, head, status, octets, why.as_ref());
        sent
    }
    // ANCHOR_END: answer_one

    /// Sends an answer. Content can be made while it is sent, and whoever makes it can fail, or panic.
    fn try_to_send(&self, head: &RequestHead, response: Response) -> Result<(), Error> {
        let sent = panic::catch_unwind(AssertUnwindSafe(|| self.send(head, response)));
        match sent.unwrap_or_else(|_| Err(Trouble::Lost(io::Error::other("the handler panicked")))) {
            Ok(()) => Ok(()),
            Err(Trouble::Lost(error)) => Err(error.into()),
            Err(Trouble::Refused(error)) => Err(error.into()),
        }
    }

    /// Reads the beginning of the content, which tells a client that waits for 100 (Continue) to go on.
    fn begun<'a>(&self, request: &RequestHead, response: Response<'a>) -> Result<Response<'a>, Error> {
        if request.method == Method::Head {
            return Ok(response);
        }
        let until = Instant::now() + LONGEST_BEGINNING;
        let content = response.content.begun(|| self.wire.borrow_mut().hurry(until));
        self.wire.borrow_mut().take_time();
        Ok(Response { content: content?, ..response })
    }

    /// The answer, if what has come of the request behind its head is all right. A handler that does not read the content
    /// does not see that it is none.
    fn checked<'a>(&self, response: Response<'a>) -> Result<Response<'a>, Trouble> {
        // These may still read the content.
        if matches!(response.content, Content::Reader(..) | Content::Writer(_)) {
            return Ok(response);
        }
        match self.wire.borrow_mut().skip_content() {
            Ok(()) => Ok(response),
            Err(Trouble::Refused(error)) => Ok(Error::refusal(&error).into_response()),
            Err(lost) => Err(lost),
        }
    }

    /// Answers what is no request, if an answer is due.
    fn refuse(&self, error: &connection::RequestError) -> Result<(), Trouble> {
        let mut wire = self.wire.borrow_mut();
        if wire.is_asked() {
            let Response { head, content, .. } = Error::refusal(error).into_response();
            let Content::Octets(octets) = content else { return Ok(()) };
            wire.begin(head, Some(octets.len() as u64))?;
            wire.send(&octets)?;
            wire.end()?;
            wire.log.refused(self.peer, error, error.status(), octets.len() as u64);
        }
        Ok(())
    }

    fn send(&self, request: &RequestHead, response: Response) -> Result<(), Trouble> {
        let Response { head, content, .. } = response;
        match content {
            Content::Octets(octets) => {
                self.begin(head, Some(octets.len() as u64))?;
                self.wire.borrow_mut().send(&octets)?;
            }
            Content::Stored(content, length) => {
                self.begin(head, Some(length))?;
                match content.octets() {
                    Some(octets) => self.wire.borrow_mut().send(octets)?,
                    None => self.send_from(content, Some(length), false)?,
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
        self.wire.borrow_mut().end()
    }

    fn begin(&self, head: ResponseHead, length: Option<u64>) -> Result<(), Trouble> {
        self.wire.borrow_mut().begin(head, length)
    }

    /// Sends what is read from `source`, a piece at a time; at once, if reading the next piece may take its time.
    fn send_from(&self, source: impl Read, length: Option<u64>, at_once: bool) -> Result<(), Trouble> {
        if !self.wire.borrow().sends_content() {
            return Ok(());
        }
        let mut left = length.unwrap_or(u64::MAX);
        let mut source = source.take(left);
        let mut piece = vec![0; usize::try_from(left).unwrap_or(PIECE).min(PIECE)];
        while left > 0 {
            let count = match source.read(&mut piece) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            left -= count as u64;
            let mut wire = self.wire.borrow_mut();
            wire.send(&piece[..count])?;
            // Where the next piece comes from nobody knows; one of the request that is here already takes no time.
            if at_once && left > 0 && !wire.has_content() {
                wire.flush()?;
            }
        }
        Ok(())
    }
}

/// Content that a handler writes. If it is short, its length is known before anything of it has to be sent.
struct Writer<'w, 'e, 's> {
    exchange: &'w Exchange<'e, 's>,
    /// The head, until it is sent.
    head: Option<ResponseHead>,
    chunk: Vec<u8>,
}

impl Writer<'_, '_, '_> {
    fn send(&mut self, length: Option<u64>) -> Result<(), Trouble> {
        if let Some(head) = self.head.take() {
            self.exchange.begin(head, length)?;
        }
        self.exchange.wire.borrow_mut().send(&self.chunk)?;
        self.chunk.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<(), Trouble> {
        let length = self.chunk.len() as u64;
        self.send(Some(length))
    }
}

impl Write for Writer<'_, '_, '_> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let count = octets.len().min(CHUNK - self.chunk.len());
        self.chunk.extend_from_slice(&octets[..count]);
        if self.chunk.len() == CHUNK {
            self.send(None)?;
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send(None)?;
        self.exchange.wire.borrow_mut().flush()
    }
}

impl Source for Exchange<'_, '_> {
    fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.wire.borrow_mut().read_content(buffer).map_err(|trouble| match trouble {
            Trouble::Refused(error) => Error::refusal(&error).into(),
            Trouble::Lost(error) if error.kind() == io::ErrorKind::WouldBlock => error,
            Trouble::Lost(error) => {
                let told = io::Error::from(error.kind());
                self.trouble.replace(Some(Trouble::Lost(error)));
                told
            }
        })
    }

    fn length(&self) -> Option<u64> {
        self.wire.borrow().content_length()
    }

    fn trailers(&self) -> Option<Fields> {
        self.wire.borrow().trailers().cloned()
    }
}

impl From<Trouble> for io::Error {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Lost(error) => error,
            Trouble::Refused(error) => Self::other(error),
        }
    }
}

/// The answer when there are too many clients. It is the last on its connection, so that others have a turn.
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
