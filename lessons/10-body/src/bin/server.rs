//! Responds to one request a connection, and reads what comes with it: an echo, and a form for a browser.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a program reads sockets and clocks, its library does not"
)]

use std::fmt::Write as _;
use std::io::{self, BufReader, Chain, Cursor, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, SystemTime};

use body::{BodyDecoder, BodyEncoder, EncodeError, Error, Expectation, Framing, Limits};
use clap::Parser;
use request::{Fields, InvalidField, Method, RequestDecoder, RequestHead, Status};
use response::ResponseHead;

mod content;
// What has a path is given: it lies with the reference. Read it there; nothing in it is left to write.
#[path = "../../../../crates/10-body/src/bin/pages.rs"]
mod pages;

use content::Failure;
use pages::{Action, Page};

/// Respond to HTTP requests, one a connection: POST /echo returns what it gets, /form is a form
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// How long a client may take for the head of its request, and be silent within the content
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = cli::seconds)]
    timeout: Duration,
}

/// How much is read at once.
const PIECE: usize = 64 * 1024;

/// The most octets of a form, and of content that a page has no use for.
const MOST_KEPT: u64 = 64 * 1024;

/// What is read and thrown away after a request, so that the response arrives.
const MOST_DISCARDED: u64 = 1024 * 1024;
const LONGEST_LINGER: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    let timeout = args.timeout;
    let serve = move |stream: TcpStream| serve(&stream, timeout).unwrap_or_else(cli::client_lost);
    loop {
        let started = listener.accept().and_then(|(stream, _)| thread::Builder::new().spawn(move || serve(stream)));
        if let Err(error) = started {
            cli::accept_failed(&error);
        }
    }
}

/// Reads one request and responds to it.
fn serve(stream: &TcpStream, timeout: Duration) -> io::Result<()> {
    let mut response = Outgoing { stream, buffer: Vec::new(), has_begun: false };
    let said = match receive(stream, timeout)? {
        Received::Nothing => return Ok(()),
        Received::Request(head, after) => {
            stream.set_read_timeout(Some(timeout))?;
            stream.set_write_timeout(Some(timeout))?;
            let mut request = Request::new(*head, after, stream);
            let status = respond(&mut request, &mut response)?;
            request.said(status)
        }
        Received::Malformed(error) => {
            let status = error.status();
            let page = pages::refusal(status, error.what(), error.offset(), error.section());
            response.page(&page, &method_of(&error))?;
            format!("(refused) {status}: {error}\n")
        }
        Received::TooLate(error) => {
            response.page(&pages::too_late(), &method_of(&error))?;
            format!("(incomplete) {}: no whole head in time\n", Status::REQUEST_TIMEOUT)
        }
    };
    cli::transcript().write_all(said.as_bytes())?;
    close(stream);
    Ok(())
}

/// As much of the method as matters for the response to what is no whole request.
fn method_of(error: &request::Error) -> Method {
    if error.is_about_head() { Method::Head } else { Method::Get }
}

/// What came from a client.
enum Received {
    /// It closed, or stayed silent until the time was over.
    Nothing,
    /// The head of a request, and what came together with it.
    Request(Box<RequestHead>, Vec<u8>),
    /// Something else.
    Malformed(request::Error),
    /// The beginning of a head, and no end in time.
    TooLate(request::Error),
}

/// Reads until the head is complete.
fn receive(stream: &TcpStream, timeout: Duration) -> io::Result<Received> {
    let mut input = cli::limited(stream, u64::MAX, timeout);
    let mut decoder = RequestDecoder::new(request::Limits::default());
    let mut buffer = [0; 8 * 1024];
    loop {
        let count = match input.read(&mut buffer) {
            Ok(count) => count,
            // A client that has sent nothing did not ask: browsers open connections for later.
            Err(error) if error.kind() == ErrorKind::TimedOut => {
                return Ok(decoder.incomplete().map_or(Received::Nothing, Received::TooLate));
            }
            Err(error) => return Err(error),
        };
        if count == 0 {
            return Ok(decoder.incomplete().map_or(Received::Nothing, Received::Malformed));
        }
        let mut piece = &buffer[..count];
        match decoder.decode(&mut piece) {
            Ok(None) => {}
            Ok(Some(head)) => return Ok(Received::Request(Box::new(head), piece.to_vec())),
            Err(error) => return Ok(Received::Malformed(error)),
        }
    }
}

/// A request whose head has come, and the connection from which its content comes.
struct Request<'a> {
    head: RequestHead,
    input: BufReader<Chain<Cursor<Vec<u8>>, &'a TcpStream>>,
    /// Whether octets came together with the head.
    content_has_begun: bool,
    stream: &'a TcpStream,
    framing: Framing,
    octets: u64,
    trailers: Fields,
    /// What is wrong with the content or its framing.
    wrong: Option<Error>,
}

impl<'a> Request<'a> {
    fn new(head: RequestHead, after: Vec<u8>, stream: &'a TcpStream) -> Self {
        let content_has_begun = !after.is_empty();
        let input = BufReader::with_capacity(PIECE, Cursor::new(after).chain(stream));
        let (framing, octets, trailers) = (Framing::Empty, 0, Fields::new());
        Self { head, input, content_has_begun, stream, framing, octets, trailers, wrong: None }
    }

    /// Reads the content up to its end, at most so many octets. A client that waits for 100 (Continue) gets it first.
    fn content(&mut self, most: u64, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> Result<(), Failure> {
        let decoder = BodyDecoder::for_request(self.framing, Limits::content(most));
        if self.awaits_100() && self.framing.length().is_none_or(|length| length <= most) {
            let mut interim = Vec::new();
            ResponseHead::new(Status::CONTINUE).encode(&mut interim);
            self.stream.write_all(&interim)?;
        }
        let octets = &mut self.octets;
        self.trailers = content::read(&mut self.input, decoder, |piece| {
            *octets += piece.len() as u64;
            each(piece)
        })?;
        Ok(())
    }

    /// Whether the client holds the content back until it is asked for it.
    fn awaits_100(&self) -> bool {
        let has_content = self.framing.length() != Some(0);
        has_content && !self.content_has_begun && body::expectation(&self.head) == Expectation::Continue
    }

    /// The request and its response, as the transcript shows them.
    fn said(&self, status: Status) -> String {
        let mut said = format!("{} {} {status}", self.head.method, self.head.target);
        // Writing to a String does not fail.
        if let Some(error) = self.wrong {
            let _ = write!(said, ": {error}");
        }
        if status == Status::OK && self.framing != Framing::Empty {
            let chunked = if self.framing == Framing::Chunked { ", chunked" } else { "" };
            let _ = write!(said, ", content: {} octets{chunked}", self.octets);
        }
        for field in self.trailers.iter() {
            let _ = write!(said, "\ntrailer: {}: {}", field.name(), cli::text(field.value()));
        }
        said + "\n"
    }
}

/// Responds to a request, and to what is wrong with it, as long as no other response has begun.
fn respond(request: &mut Request, response: &mut Outgoing) -> io::Result<Status> {
    let page = match result(request, response) {
        Ok(None) => return Ok(Status::OK),
        Ok(Some(page)) => page,
        Err(Failure::Framing(error)) if !response.has_begun => {
            request.wrong = Some(error);
            pages::refusal(error.status(), error.what(), error.offset(), error.section())
        }
        Err(Failure::Connection(error)) if error.kind() == ErrorKind::TimedOut && !response.has_begun => {
            pages::too_late()
        }
        Err(Failure::Connection(error)) => return Err(error),
        Err(Failure::Framing(error)) => return Err(io::Error::other(error)),
    };
    response.page(&page, &request.head.method)?;
    Ok(page.status)
}

/// What the request leads to: a page, or none when its response has gone already.
fn result(request: &mut Request, response: &mut Outgoing) -> Result<Option<Page>, Failure> {
    request.framing = body::request_framing(&request.head)?;
    if body::expectation(&request.head) == Expectation::Unknown {
        return Ok(Some(pages::unexpected()));
    }
    match pages::action(&request.head) {
        Action::Echo => echo(request, response).map(|()| None),
        Action::Form => {
            let mut form = Vec::new();
            request.content(MOST_KEPT, |piece| form.write_all(piece))?;
            Ok(Some(pages::filled_form(&form)))
        }
        Action::Page(page) => {
            // What a page has no use for is read all the same: it may be malformed. Who waits for 100 need not send it.
            if page.status == Status::OK && !request.awaits_100() {
                request.content(MOST_KEPT, |_| Ok(()))?;
            }
            Ok(Some(page))
        }
    }
}

/// Sends the content back while it comes, framed as it came.
fn echo(request: &mut Request, response: &mut Outgoing) -> Result<(), Failure> {
    // An empty response says that it is.
    let framing = if request.framing == Framing::Empty { Framing::Length(0) } else { request.framing };
    let mut encoder = BodyEncoder::new(framing);
    echo_head(request, framing).map_err(io::Error::other)?.encode(&mut response.buffer);
    request.content(u64::MAX, |piece| response.content(&mut encoder, piece))?;
    encoder.end(&Fields::new(), &mut response.buffer).map_err(io::Error::other)?;
    Ok(response.send()?)
}

fn echo_head(request: &Request, framing: Framing) -> Result<ResponseHead, InvalidField> {
    let mut head = head(Status::OK)?;
    let mut types = request.head.fields.all("Content-Type");
    match (types.next(), types.next()) {
        (Some(media_type), None) => head.fields.push("Content-Type", media_type.value())?,
        _ => head.fields.push("Content-Type", "application/octet-stream")?,
    }
    if let Some(codings) = request.head.fields.combined("Content-Encoding") {
        head.fields.push("Content-Encoding", codings)?;
    }
    framing.declare(&mut head.fields)?;
    Ok(head)
}

/// A response that is collected, and sent in large pieces.
struct Outgoing<'a> {
    stream: &'a TcpStream,
    buffer: Vec<u8>,
    /// Whether some of it was sent; until then, another response can take its place.
    has_begun: bool,
}

impl Outgoing<'_> {
    fn page(&mut self, page: &Page, method: &Method) -> io::Result<()> {
        self.buffer.clear();
        page_head(page).map_err(io::Error::other)?.encode(&mut self.buffer);
        if *method != Method::Head {
            self.buffer.extend_from_slice(page.content.as_bytes());
        }
        self.send()
    }

    fn content(&mut self, encoder: &mut BodyEncoder, piece: &[u8]) -> io::Result<()> {
        encoder.content(piece, &mut self.buffer).map_err(|error: EncodeError| io::Error::other(error))?;
        if self.buffer.len() > PIECE { self.send() } else { Ok(()) }
    }

    fn send(&mut self) -> io::Result<()> {
        self.has_begun = true;
        self.stream.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

/// The fields of every response.
fn head(status: Status) -> Result<ResponseHead, InvalidField> {
    let mut head = ResponseHead::new(status);
    head.fields.push("Date", httpdate::fmt_http_date(SystemTime::now()))?;
    head.fields.push("Connection", "close")?;
    Ok(head)
}

fn page_head(page: &Page) -> Result<ResponseHead, InvalidField> {
    let mut head = head(page.status)?;
    if let Some(methods) = page.allow {
        head.fields.push("Allow", methods)?;
    }
    head.fields.push("Content-Type", page::MEDIA_TYPE)?;
    Framing::Length(page.content.len() as u64).declare(&mut head.fields)?;
    Ok(head)
}

/// Says that nothing more will come, and reads what the client still sends, within bounds. Closing with octets unread
/// would reset the connection, and the reset can overtake the response (RFC 9112 section 9.6).
fn close(stream: &TcpStream) {
    // Whether the client went on, stopped or broke off makes no difference any more.
    let _ = stream
        .shutdown(Shutdown::Write)
        .and_then(|()| io::copy(&mut cli::limited(stream, MOST_DISCARDED, LONGEST_LINGER), &mut io::sink()));
}
