//! Answers HTTP requests, as many on a connection as its client sends.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, SystemTime};

use body::Framing;
use clap::Parser;
use connection::blocking::{Exchange, serve};
use connection::{DateClock, Settings, Timeouts};
use request::{RequestHead, Status};
use response::ResponseHead;

mod pages;

use pages::{Action, Page};

/// Answer HTTP requests with a few pages, many requests a connection
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// How long a client may take for the head of a request, or stay silent within its content
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = cli::seconds)]
    timeout: Duration,
    /// How long a connection may rest between two requests
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = cli::seconds)]
    idle_timeout: Duration,
}

/// How much of an echo is kept before it begins to go out.
const PIECE: u64 = 64 * 1024;

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    let timeouts = Timeouts { idle: args.idle_timeout, ..Timeouts::all(args.timeout) };
    let settings = Settings { timeouts, ..Settings::default() };
    // ANCHOR: accept
    loop {
        let started = listener.accept().and_then(|(stream, _)| {
            thread::Builder::new().spawn(move || converse(stream, settings).unwrap_or_else(cli::client_lost))
        });
        if let Err(error) = started {
            cli::accept_failed(&error);
        }
    }
    // ANCHOR_END: accept
}

// ANCHOR: converse
/// Serves one connection, whatever comes.
fn converse(stream: TcpStream, settings: Settings) -> io::Result<()> {
    // Without this, the last small packet of an answer can wait until the client has confirmed the one before.
    stream.set_nodelay(true)?;
    let mut clock = DateClock::default();
    serve(stream, settings, |asked, exchange| match asked {
        Ok(request) => answer(&request, exchange, &mut clock),
        Err(error) => {
            let page = pages::refusal(&error);
            writeln!(cli::transcript(), "(refused) {}: {error}", page.status)?;
            show(&page, exchange, &mut clock)
        }
    })
}
// ANCHOR_END: converse

// ANCHOR: answer
/// Answers one request.
fn answer(request: &RequestHead, exchange: &mut Exchange<TcpStream>, clock: &mut DateClock) -> io::Result<()> {
    let action = pages::action(request);
    let status = if let Action::Show(page) = &action { page.status } else { Status::OK };
    writeln!(cli::transcript(), "{} {} {status}", request.method, request.target)?;
    match action {
        Action::Show(page) => show(&page, exchange, clock),
        Action::Count => count(exchange, clock),
        Action::Echo => echo(request, exchange, clock),
    }
}

fn show(page: &Page, exchange: &mut Exchange<TcpStream>, clock: &mut DateClock) -> io::Result<()> {
    let mut head = head(page.status, page::MEDIA_TYPE.as_bytes(), clock)?;
    if let Some(methods) = page.allow {
        head.fields.push("Allow", methods).map_err(io::Error::other)?;
    }
    if page.is_last {
        // Options match in any letter case, in our own head too.
        head.fields.push("Connection", "Close").map_err(io::Error::other)?;
    }
    exchange.answer(head, page.content.as_bytes())
}
// ANCHOR_END: answer

// ANCHOR: count
/// Sends numbers without saying beforehand how many octets they are.
fn count(exchange: &mut Exchange<TcpStream>, clock: &mut DateClock) -> io::Result<()> {
    exchange.respond(head(Status::OK, b"text/plain", clock)?, None)?;
    for number in 1..=5 {
        exchange.send(format!("{number}\n").as_bytes())?;
    }
    exchange.end()
}
// ANCHOR_END: count

// ANCHOR: echo
/// Sends back what comes, in the framing in which it comes.
fn echo(request: &RequestHead, exchange: &mut Exchange<TcpStream>, clock: &mut DateClock) -> io::Result<()> {
    let media_type = request.fields.get("Content-Type").map_or(&b"application/octet-stream"[..], |field| field.value());
    let length = body::request_framing(request).ok().and_then(Framing::length);
    // The answer begins when the content has ended or is long: what is wrong with a short one still gets its own answer.
    let mut piece = Vec::new();
    exchange.take(PIECE).read_to_end(&mut piece)?;
    exchange.respond(head(Status::OK, media_type, clock)?, length)?;
    while !piece.is_empty() {
        exchange.send(&piece)?;
        piece.clear();
        if let Some(more) = exchange.content()? {
            piece.extend_from_slice(more);
        }
    }
    exchange.end()
}
// ANCHOR_END: echo

fn head(status: Status, media_type: &[u8], clock: &mut DateClock) -> io::Result<ResponseHead> {
    let mut head = ResponseHead::new(status);
    let fields = head.fields.push("Date", clock.at(SystemTime::now()));
    fields.and_then(|()| head.fields.push("Content-Type", media_type)).map_err(io::Error::other)?;
    Ok(head)
}
