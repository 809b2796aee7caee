//! What is done with a response as it comes.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::borrow::Cow;
use std::io::{self, ErrorKind, Stdout, Write};
use std::time::{Duration, Instant};

use body::Framing;
use connection::ResponseEvent;
use request::{Class, Fields, Method, Status};
use response::ResponseHead;

use crate::args::Args;
use crate::decode::{Coding, Decoded};
use crate::download::{Begun, Download, PartFile};
use crate::failure::{Failure, Kind};
use crate::redirect::{Redirect, redirect};
use crate::request::Request;
use crate::visible::Visible;

/// So much of a response that nobody wants is read to keep its connection; when there is more, another one costs less.
const MOST_DISCARDED: u64 = 64 * 1024;

/// And so long it is waited for.
const LONGEST_DISCARDING: Duration = Duration::from_secs(1);

/// What follows a response.
#[derive(Debug)]
pub enum Next {
    /// Nothing: it was the last one.
    Done,
    /// The request elsewhere.
    Redirect(Redirect),
    /// A request for what the download lacks.
    Again,
}

/// A response that comes.
pub struct Response<'a> {
    args: &'a Args,
    request: &'a Request,
    download: Option<&'a mut Download>,
    /// Whether what a download lacks was asked for.
    asked_for_part: bool,
    state: State,
    next: Next,
    /// The status, where it means that there is nothing of what was asked for.
    refused: Option<Failure>,
}

enum State {
    Waiting,
    /// What nobody wants: how many octets came, since when.
    Discarding(u64, Instant),
    Printing(Decoded<Printer>),
    Saving(Decoded<PartFile>),
    Over,
}

impl<'a> Response<'a> {
    pub fn new(args: &'a Args, request: &'a Request, download: Option<&'a mut Download>, asked_for_part: bool) -> Self {
        Self { args, request, download, asked_for_part, state: State::Waiting, next: Next::Done, refused: None }
    }

    pub fn take(&mut self, event: ResponseEvent<'_>) -> Result<(), Failure> {
        match event {
            ResponseEvent::Interim(_) => Ok(()),
            ResponseEvent::Response(head) => {
                self.state = self.begin(&head)?;
                Ok(())
            }
            ResponseEvent::Content(piece) => match &mut self.state {
                State::Printing(content) => content.write(piece).map_err(written),
                State::Saving(content) => content.write(piece).map_err(written),
                State::Discarding(octets, began) => {
                    *octets += piece.len() as u64;
                    let enough = *octets > MOST_DISCARDED || began.elapsed() > LONGEST_DISCARDING;
                    if enough { Err(Failure::new(Kind::Enough, "")) } else { Ok(()) }
                }
                State::Waiting | State::Over => Ok(()),
            },
            ResponseEvent::End(trailers) => self.end(&trailers).map_err(written),
        }
    }

    /// What follows, once the exchange has ended like this.
    pub fn next(self, exchanged: Result<(), Failure>) -> Result<Next, Failure> {
        let discards = matches!(self.state, State::Discarding(..));
        match exchanged {
            Err(failure) if failure.kind() == Kind::Enough || (discards && failure.kind() == Kind::Late) => {}
            exchanged => exchanged?,
        }
        self.refused.map_or(Ok(self.next), Err)
    }

    fn begin(&mut self, head: &ResponseHead) -> Result<State, Failure> {
        if self.args.redirects > 0
            && let Some(redirect) = redirect(&self.request.method, head)?
        {
            self.next = Next::Redirect(redirect);
            return Ok(discarding());
        }
        self.look_at_transfer_coding(head)?;
        let is_gzip = self.decodes(head);
        let class = head.status.class();
        let is_error = matches!(class, Class::ClientError | Class::ServerError);
        match &mut self.download {
            Some(download) if self.asked_for_part && head.status == Status::RANGE_NOT_SATISFIABLE => {
                let begun = download.not_satisfiable(head)?;
                Ok(self.save(begun, is_gzip))
            }
            Some(download) if class == Class::Successful => {
                let begun = download.begin(self.request, head, self.asked_for_part, is_gzip)?;
                Ok(self.save(begun, is_gzip))
            }
            download => {
                // What a server says instead of the content is for the user, and not for the file.
                if download.is_some() || (self.args.fail && is_error) {
                    self.refused = Some(refused(self.request, head));
                }
                self.print(head, is_gzip)
            }
        }
    }

    fn save(&mut self, begun: Begun, is_gzip: bool) -> State {
        match begun {
            Begun::Writing(part) => return State::Saving(Decoded::new(part, is_gzip)),
            Begun::Again => self.next = Next::Again,
            Begun::Complete => {}
        }
        discarding()
    }

    /// A transfer coding that nobody had asked for. It is no part of the content, so no file is made of it.
    fn look_at_transfer_coding(&self, head: &ResponseHead) -> Result<(), Failure> {
        let has_content =
            body::response_framing(&self.request.method, head).is_ok_and(|framing| framing != Framing::Empty);
        if !has_content || !body::is_coded(&head.fields) {
            return Ok(());
        }
        if self.download.is_some() {
            return Err(Failure::response("the content is in a transfer coding that is not read here"));
        }
        cli::note("the content is in a transfer coding, and is written as it came");
        Ok(())
    }

    /// Whether the content can be decompressed. A part of compressed content cannot be read by itself.
    fn decodes(&self, head: &ResponseHead) -> bool {
        // GAP 9 of 9: coding (place 2 of 2)
        // The starter decodes nothing. Decode gzip where `--compressed` was given (`self.args.compressed`), but
        // no part (a response with Content-Range). Of content in a coding that is not decoded, say (`cli::note`)
        // `the content is in the coding NAME, and is written as it came`, with the value of the field for NAME:
        // where `--compressed` was given, or where it is saved in a file (`self.download`). `Visible` shows what
        // a server has sent.
        false
    }

    fn print(&self, head: &ResponseHead, is_gzip: bool) -> Result<State, Failure> {
        // Who asks for standard output by its name gets the octets as they are.
        let mut out = Printer { out: io::stdout(), raw: self.args.output.is_some() && self.args.file().is_none() };
        if self.args.include || self.request.method == Method::Head {
            out.head(head).map_err(written)?;
        }
        Ok(State::Printing(Decoded::new(out, is_gzip)))
    }

    fn end(&mut self, trailers: &Fields) -> io::Result<()> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Printing(content) => {
                let mut out = content.finish()?;
                if self.args.include && !trailers.is_empty() {
                    writeln!(out)?;
                    out.fields(trailers)?;
                }
                if !out.raw {
                    out.out.write_all(&cli::rest_shown()).map_err(unwritable)?;
                }
                out.flush()
            }
            State::Saving(content) => {
                let part = content.finish()?;
                let Some(download) = &mut self.download else { return Ok(()) };
                if !download.end(part)? {
                    self.next = Next::Again;
                }
                Ok(())
            }
            State::Waiting | State::Discarding(..) | State::Over => Ok(()),
        }
    }
}

fn discarding() -> State {
    State::Discarding(0, Instant::now())
}

fn refused(request: &Request, head: &ResponseHead) -> Failure {
    let text = format!("{} was answered with {} {}", request.uri, head.status, Visible(head.reason()));
    Failure::new(Kind::Status, text.trim_end())
}

/// Standard output. On a terminal, what a server sends is shown, and not obeyed.
struct Printer {
    out: Stdout,
    raw: bool,
}

impl Printer {
    fn head(&mut self, head: &ResponseHead) -> io::Result<()> {
        writeln!(self, "{} {} {}", head.version, head.status, Visible(head.reason()))?;
        self.fields(&head.fields)?;
        writeln!(self)?;
        self.flush()
    }

    fn fields(&mut self, fields: &Fields) -> io::Result<()> {
        fields.iter().try_for_each(|field| writeln!(self, "{}: {}", field.name(), Visible(field.value())))
    }
}

impl Write for Printer {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let shown = if self.raw { Cow::Borrowed(octets) } else { cli::shown(octets) };
        match shown {
            Cow::Borrowed(octets) => self.out.write(octets).map_err(unwritable),
            Cow::Owned(text) => self.out.write_all(&text).map_err(unwritable).map(|()| octets.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush().map_err(unwritable)
    }
}

fn unwritable(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::Interrupted => error,
        ErrorKind::BrokenPipe => Failure::new(Kind::Reader, "nobody reads standard output any more").into(),
        _ => Failure::own(format!("cannot write to standard output: {error}")).into(),
    }
}

fn written(error: io::Error) -> Failure {
    Failure::of(error, |error| Failure::own(error.to_string()))
}
