//! Answers one request a connection: a few pages, and an error page for whatever is wrong with the request.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a program reads sockets and clocks, its library does not"
)]

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, SystemTime};

use clap::Parser;
use request::{Error, Fields, InvalidField, Limits, Method, RequestDecoder, RequestHead, Status};

// What has a path is given: it lies with the reference. Read it there; nothing in it is left to write.
#[path = "../../../../crates/08-request/src/bin/pages.rs"]
mod pages;

use pages::Page;

/// Answer HTTP requests with a few pages, one request a connection
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// How long a client may take for the head of its request
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = cli::seconds)]
    timeout: Duration,
}

/// What is read and thrown away after a request, so that the response arrives.
const MOST_DRAINED: u64 = 1024 * 1024;
const LONGEST_DRAIN: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    let timeout = args.timeout;
    let serve = move |stream| serve(stream, timeout).unwrap_or_else(cli::client_lost);
    loop {
        let started = listener.accept().and_then(|(stream, _)| thread::Builder::new().spawn(move || serve(stream)));
        if let Err(error) = started {
            cli::accept_failed(&error);
        }
    }
}

/// Reads one request and answers it.
fn serve(mut stream: TcpStream, timeout: Duration) -> io::Result<()> {
    let (page, said, with_content) = match receive(&stream, timeout)? {
        Received::Nothing => return Ok(()),
        Received::Request(head) => {
            let page = pages::answer(&head);
            let said = format!("{} {} {}", head.method, head.target, page.status);
            (page, said, head.method != Method::Head)
        }
        Received::Malformed(error) => {
            (pages::refusal(&error), format!("(refused) {}: {error}", error.status()), !error.is_about_head())
        }
        Received::TooLate(error) => {
            let said = format!("(incomplete) {}: no whole head in time", Status::REQUEST_TIMEOUT);
            (pages::too_late(), said, !error.is_about_head())
        }
    };
    writeln!(cli::transcript(), "{said}")?;
    send(&mut stream, &page, with_content)?;
    close(&stream)
}

/// What came from a client.
enum Received {
    /// It closed, or stayed silent until the time was over.
    Nothing,
    /// A request.
    Request(Box<RequestHead>),
    /// Something else.
    Malformed(Error),
    /// The beginning of a head, and no end in time.
    TooLate(Error),
}

/// Reads until the head is complete; what has come after it is left alone.
fn receive(stream: &TcpStream, timeout: Duration) -> io::Result<Received> {
    let mut input = cli::limited(stream, u64::MAX, timeout);
    let mut decoder = RequestDecoder::new(Limits::default());
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
        match decoder.decode(&mut &buffer[..count]) {
            Ok(None) => {}
            Ok(Some(head)) => return Ok(Received::Request(Box::new(head))),
            Err(error) => return Ok(Received::Malformed(error)),
        }
    }
}

/// Sends the response.
fn send(stream: &mut TcpStream, page: &Page, with_content: bool) -> io::Result<()> {
    let mut message = format!("HTTP/1.1 {} {}\r\n", page.status, page.status.reason()).into_bytes();
    fields_of(page).map_err(io::Error::other)?.encode(&mut message);
    if with_content {
        message.extend_from_slice(page.content.as_bytes());
    }
    stream.write_all(&message)
}

fn fields_of(page: &Page) -> Result<Fields, InvalidField> {
    let mut fields = Fields::new();
    fields.push("Date", httpdate::fmt_http_date(SystemTime::now()))?;
    if let Some(methods) = page.allow {
        fields.push("Allow", methods)?;
    }
    fields.push("Content-Type", page::MEDIA_TYPE)?;
    fields.push("Content-Length", page.content.len().to_string())?;
    fields.push("Connection", "close")?;
    Ok(fields)
}

/// Says that nothing more will come, and reads what the client still sends, within bounds. Closing with octets unread
/// would reset the connection, and the reset can overtake the response (RFC 9112 section 9.6).
fn close(stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    // Whether the client went on, stopped or broke off makes no difference any more.
    let _ = io::copy(&mut cli::limited(stream, MOST_DRAINED, LONGEST_DRAIN), &mut io::sink());
    Ok(())
}
