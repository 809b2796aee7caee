//! Asks for a URL and reads the response: strictly, and forgiving what a client must forgive. Prints status line, fields
//! and content, or the members of one field.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a program reads sockets and clocks, its library does not"
)]

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, anyhow, bail, ensure};
use clap::Parser;
use request::{Class, InvalidField, Limits, Method, RequestHead, Status, Target};
use response::{Parameter, ResponseDecoder, ResponseHead, members, parameters};

/// Ask for a URL and read the response
#[derive(Parser)]
struct Args {
    /// What to ask for: http://HOST:PORT/PATH
    url: String,
    /// Ask with HEAD, for the fields alone
    #[arg(long)]
    head: bool,
    /// Print the members of this field with their parameters, a line each, in place of the response
    #[arg(long, value_name = "FIELD")]
    members: Option<String>,
}

/// How long a server may stay silent.
const TIMEOUT: Duration = Duration::from_secs(30);

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    let uri = Target::http_url(&cli::url(&args.url)?)?;
    let request = request(args, &uri)?.with_context(|| format!("{uri} has no server to ask"))?;
    let mut stream = connect(&uri)?;
    stream.write_all(&request).with_context(|| format!("cannot send to {}", args.url))?;
    receive(&mut stream, args).with_context(|| format!("no good response from {}", args.url))
}

fn request(args: &Args, uri: &Target) -> Result<Option<Vec<u8>>, InvalidField> {
    let method = if args.head { Method::Head } else { Method::Get };
    let Some(mut head) = RequestHead::to(method, uri) else { return Ok(None) };
    head.fields.push("User-Agent", concat!("response-client/", env!("CARGO_PKG_VERSION")))?;
    head.fields.push("Connection", "close")?;
    let mut message = Vec::new();
    head.encode(&mut message);
    Ok(Some(message))
}

fn connect(uri: &Target) -> anyhow::Result<TcpStream> {
    let server = uri.server().with_context(|| format!("{uri} has no host"))?;
    let stream = TcpStream::connect((server.host.as_str(), server.port))
        .map_err(|error| cli::cannot_connect(&server.to_string(), error))?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    Ok(stream)
}

/// Reads the final response, passes over interim ones, and shows it.
fn receive(stream: &mut TcpStream, args: &Args) -> anyhow::Result<()> {
    // GAP 1 of 6: receive
    // Read from `stream`, in pieces of some kilobytes, and hand each piece to a `ResponseDecoder` with the
    // limits of `Limits::default()`, until it gives the head of the final response. One piece may hold
    // several heads; interim responses (`Class::Informational`) are passed over. Of the final one return what
    // `show` makes of it: its content is what is left of the piece, and then what comes from `stream`.
    // Make a read again that was interrupted (`ErrorKind::Interrupted`). When the server has closed, return
    // an error: the one of `decoder.incomplete()` if a head has begun, otherwise one that says that the
    // server closed without a response.
    todo!("gap 1: receive")
}

/// Prints what is asked for of a response, whose content comes from `content`.
fn show(head: &ResponseHead, args: &Args, content: impl Read) -> anyhow::Result<()> {
    if let Some(name) = &args.members {
        return Ok(print_members(head, name)?);
    }
    print_head(head)?;
    copy(content, content_length(head, args.head)?)
}

fn print_head(head: &ResponseHead) -> io::Result<()> {
    let mut out = cli::stdout();
    writeln!(out, "{} {} {}", head.version, head.status, cli::text(head.reason()))?;
    for field in head.fields.iter() {
        writeln!(out, "{}: {}", field.name(), cli::text(field.value()))?;
    }
    writeln!(out)
}

/// Prints the members of a list, each with what stands in its parameters below it.
fn print_members(head: &ResponseHead, name: &str) -> io::Result<()> {
    let mut out = cli::stdout();
    let list = head.fields.combined(name).unwrap_or_default();
    for member in members(&list) {
        let (value, parameters) = parameters(member);
        writeln!(out, "{}", cli::text(value))?;
        for parameter in parameters {
            match parameter {
                Some(Parameter { name, value }) => writeln!(out, "  {} = {}", cli::text(name), cli::text(&value))?,
                None => writeln!(out, "  (no parameter)")?,
            }
        }
    }
    Ok(())
}

/// How much content follows the head; `None` when it ends with the connection (RFC 9112 section 6.3).
fn content_length(head: &ResponseHead, to_head: bool) -> anyhow::Result<Option<u64>> {
    // GAP 3 of 6: content_length
    // How many octets of content follow? None after HEAD, 204 and 304, whatever the fields say.
    // With Transfer-Encoding it ends with the connection, as without Content-Length: `Ok(None)`; say with
    // `cli::note` that it is shown as it came. Else Content-Length says it: one field line, decimal digits
    // only, or it is an error (`bail!`, `context`).
    todo!("gap 3: content_length")
}

/// Copies so much content to standard output, or all there is until the server closes.
fn copy(mut content: impl Read, length: Option<u64>) -> anyhow::Result<()> {
    let mut out = cli::stdout();
    let copied = io::copy(&mut content.by_ref().take(length.unwrap_or(u64::MAX)), &mut out)?;
    out.flush()?;
    if let Some(length) = length {
        ensure!(copied == length, "the content is incomplete: {copied} octets of {length} came");
    }
    Ok(())
}
