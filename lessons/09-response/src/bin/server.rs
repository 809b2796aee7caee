//! Sends responses that are worth reading: odd ones that a client must take, and broken ones that it must refuse.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a program reads sockets and clocks, its library does not"
)]

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, SystemTime};

use clap::Parser;
use request::{InvalidField, Limits, RequestDecoder, RequestHead, Status};
use response::ResponseHead;

/// Send responses that are worth reading; the path says which one, and / lists the paths
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
}

/// How long a client may take, and how much is read of what it sends after its request.
const PATIENCE: Duration = Duration::from_secs(10);
const MOST_DRAINED: u64 = 1024 * 1024;

/// What this server sends, octet by octet, and for which path.
const RESPONSES: [(&str, &str); 12] = [
    ("/folded", "HTTP/1.1 200 OK\r\nX-Menu: soup,\r\n\tfish,\r\n  fruit\r\nContent-Length: 5\r\n\r\nfold\n"),
    (
        "/interim",
        "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nfinal\n",
    ),
    ("/phrase", "HTTP/1.1 404\r\nContent-Length: 7\r\n\r\nnobody\n"),
    ("/case", "HTTP/1.1 200 fine, thanks\r\ncOnTeNt-LeNgTh: 5\r\n\r\ncase\nand what nobody asked for"),
    ("/unknown", "HTTP/1.1 471 ?\r\n\r\nuntil the server closes\n"),
    (
        "/list",
        "HTTP/1.1 200 OK\r\nX-Drinks: tea;milk=no, , \"coffee, black\"\r\nx-drinks: juice;of=\"an \\\"apple\\\"\"\r\n\
         Content-Length: 0\r\n\r\n",
    ),
    ("/empty-line", "\r\nHTTP/1.1 200 OK\r\n\r\n"),
    ("/lf", "HTTP/1.1 200 OK\nContent-Length: 0\n\n"),
    ("/version", "HTTP/2.0 200 OK\r\n\r\n"),
    ("/code", "HTTP/1.1 20 OK\r\n\r\n"),
    ("/colon", "HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n"),
    ("/short", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfive\n"),
];

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    loop {
        let serve = |stream| serve(&stream).unwrap_or_else(cli::client_lost);
        let started = listener.accept().and_then(|(stream, _)| thread::Builder::new().spawn(move || serve(stream)));
        if let Err(error) = started {
            cli::accept_failed(&error);
        }
    }
}

/// Reads one request and sends the response of its path.
fn serve(mut stream: &TcpStream) -> io::Result<()> {
    let Some(request) = receive(stream)? else { return Ok(()) };
    writeln!(cli::transcript(), "{} {}", request.method, request.target)?;
    stream.write_all(&respond(&request).map_err(io::Error::other)?)?;
    stream.shutdown(Shutdown::Write)?;
    // Whether the client went on or broke off makes no difference any more.
    let _ = io::copy(&mut cli::limited(stream, MOST_DRAINED, PATIENCE), &mut io::sink());
    Ok(())
}

/// The response of the path; the promise of another scheme than `http` cannot be kept here (RFC 9110 section 7.4).
fn respond(request: &RequestHead) -> Result<Vec<u8>, InvalidField> {
    let target = &request.target;
    if target.scheme().is_some_and(|scheme| !scheme.eq_ignore_ascii_case("http")) {
        let text = format!("This connection is for http only, so not for {target}.\n");
        return said(Status::MISDIRECTED_REQUEST, &text);
    }
    match RESPONSES.iter().find(|(path, _)| *path == target.path()) {
        Some((_, response)) => Ok((*response).into()),
        None => list(target.path()),
    }
}

/// The request, unless the client closed or sent something else.
fn receive(stream: &TcpStream) -> io::Result<Option<RequestHead>> {
    let (mut input, mut buffer) = (cli::limited(stream, u64::MAX, PATIENCE), [0; 4096]);
    let mut decoder = RequestDecoder::new(Limits::default());
    loop {
        let count = input.read(&mut buffer)?;
        match decoder.decode(&mut &buffer[..count]).map_err(io::Error::other)? {
            None if count > 0 => {}
            head => return Ok(head),
        }
    }
}

/// The paths, with 404 for one that is not among them.
fn list(path: &str) -> Result<Vec<u8>, InvalidField> {
    let paths: String = RESPONSES.iter().flat_map(|(path, _)| [path, "\n"]).collect();
    said(if path == "/" { Status::OK } else { Status::NOT_FOUND }, &paths)
}

/// A response as it should be, with this text.
fn said(status: Status, text: &str) -> Result<Vec<u8>, InvalidField> {
    let mut head = ResponseHead::new(status);
    head.fields.push("Date", httpdate::fmt_http_date(SystemTime::now()))?;
    head.fields.push("Content-Type", "text/plain; charset=utf-8")?;
    head.fields.push("Content-Length", text.len().to_string())?;
    head.fields.push("Connection", "close")?;
    let mut message = Vec::new();
    head.encode(&mut message);
    message.extend_from_slice(text.as_bytes());
    Ok(message)
}
