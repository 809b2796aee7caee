//! What the server does with a request: it shows a page, counts, or sends back what comes.

use std::io::{self, Write};
use std::time::SystemTime;

use body::Framing;
use connection::{DateClock, Event, RequestError, ServerConnection};
use request::{Fields, InvalidField, RequestHead, Status};
use response::ResponseHead;

use super::pages::{self, Action, Page};

/// How much of an echo is kept before it begins to go out.
const MOST_KEPT: usize = 64 * 1024;

/// What is to be remembered between two events.
#[derive(Default)]
pub struct Application {
    clock: DateClock,
    echo: Option<Echo>,
}

/// A request whose content is sent back.
struct Echo {
    media_type: Vec<u8>,
    length: Option<u64>,
    /// Content that has come and was not sent.
    kept: Vec<u8>,
}

impl Application {
    /// Whether it waits for content of a request.
    pub fn wants_content(&self) -> bool {
        self.echo.is_some()
    }

    /// Does what an event asks for, and says what is to go out.
    pub fn respond(&mut self, event: Event<'_>, to: &mut ServerConnection, output: &mut Vec<u8>) -> io::Result<()> {
        match event {
            Event::Request(head) => self.begin(&head, to, output),
            Event::Content(piece) => self.echo(piece, to, output),
            Event::End(_) => Ok(()),
        }
    }

    fn begin(&mut self, request: &RequestHead, to: &mut ServerConnection, output: &mut Vec<u8>) -> io::Result<()> {
        let action = pages::action(request);
        let status = if let Action::Show(page) = &action { page.status } else { Status::OK };
        writeln!(cli::transcript(), "{} {} {status}", request.method, request.target)?;
        match action {
            Action::Show(page) => self.show(&page, to, output),
            Action::Count => self.count(to, output),
            Action::Echo => {
                self.echo = Some(Echo::of(request));
                Ok(())
            }
        }
    }

    /// Responds to what is no request.
    pub fn refuse(&mut self, error: RequestError, to: &mut ServerConnection, output: &mut Vec<u8>) -> io::Result<()> {
        self.echo = None;
        let page = pages::refusal(&error);
        writeln!(cli::transcript(), "(refused) {}: {error}", page.status)?;
        self.show(&page, to, output)
    }

    fn show(&mut self, page: &Page, to: &mut ServerConnection, output: &mut Vec<u8>) -> io::Result<()> {
        let mut head = self.head(page.status, page::MEDIA_TYPE.as_bytes()).map_err(io::Error::other)?;
        if let Some(methods) = page.allow {
            head.fields.push("Allow", methods).map_err(io::Error::other)?;
        }
        if page.is_last {
            // Options match in any letter case, in our own head too.
            head.fields.push("Connection", "Close").map_err(io::Error::other)?;
        }
        to.respond_with(head, page.content.as_bytes(), output).map_err(io::Error::other)
    }

    /// Sends numbers without saying beforehand how many octets they are.
    fn count(&mut self, to: &mut ServerConnection, output: &mut Vec<u8>) -> io::Result<()> {
        let head = self.head(Status::OK, b"text/plain").map_err(io::Error::other)?;
        to.respond(head, None, output).map_err(io::Error::other)?;
        for number in 1..=5 {
            to.send(format!("{number}\n").as_bytes(), output).map_err(io::Error::other)?;
        }
        to.end(&Fields::new(), output).map_err(io::Error::other)
    }

    /// Sends content back, in the framing in which it comes. The response begins when the content has ended or is long:
    /// what is wrong with a short one still gets a response of its own.
    fn echo(&mut self, piece: &[u8], to: &mut ServerConnection, output: &mut Vec<u8>) -> io::Result<()> {
        let Some(echo) = &mut self.echo else { return Ok(()) };
        echo.kept.extend_from_slice(piece);
        if echo.kept.len() >= MOST_KEPT { self.send_kept(to, output) } else { Ok(()) }
    }

    /// Ends what waited for the whole request.
    pub fn end(&mut self, to: &mut ServerConnection, output: &mut Vec<u8>) -> io::Result<()> {
        self.send_kept(to, output)?;
        self.echo = None;
        to.end(&Fields::new(), output).map_err(io::Error::other)
    }

    fn send_kept(&mut self, to: &mut ServerConnection, output: &mut Vec<u8>) -> io::Result<()> {
        let Some(Echo { media_type, length, kept }) = self.echo.take() else { return Ok(()) };
        if to.is_due() {
            let head = self.head(Status::OK, &media_type).map_err(io::Error::other)?;
            to.respond(head, length, output).map_err(io::Error::other)?;
        }
        to.send(&kept, output).map_err(io::Error::other)?;
        self.echo = Some(Echo { media_type, length, kept: Vec::new() });
        Ok(())
    }

    fn head(&mut self, status: Status, media_type: &[u8]) -> Result<ResponseHead, InvalidField> {
        let mut head = ResponseHead::new(status);
        head.fields.push("Date", self.clock.at(SystemTime::now()))?;
        head.fields.push("Content-Type", media_type)?;
        Ok(head)
    }
}

impl Echo {
    fn of(request: &RequestHead) -> Self {
        let media_type =
            request.fields.get("Content-Type").map_or(&b"application/octet-stream"[..], |field| field.value());
        let length = body::request_framing(request).ok().and_then(Framing::length);
        Self { media_type: media_type.to_vec(), length, kept: Vec::new() }
    }
}
