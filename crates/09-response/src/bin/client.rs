//! Asks for a URL and reads the response: strictly, and forgiving what a client must forgive. Prints status line, fields
//! and content, or the members of one field.
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

// ANCHOR: receive_response
/// Reads the final response, passes over interim ones, and shows it.
fn receive(stream: &mut TcpStream, args: &Args) -> anyhow::Result<()> {
    // ANCHOR: receive
    let mut decoder = ResponseDecoder::new(Limits::default());
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = match stream.read(&mut buffer) {
            // On Linux, the client was stopped and goes on (Ctrl-Z, fg).
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let mut input = &buffer[..count];
        if input.is_empty() {
            bail!(decoder.incomplete().map_or_else(|| anyhow!("the server closed without a response"), Into::into));
        }
        // ANCHOR: final_response
        while let Some(head) = decoder.decode(&mut input)? {
            if head.status.class() != Class::Informational {
                return show(&head, args, input.chain(stream));
            }
        }
        // ANCHOR_END: final_response
    }
    // ANCHOR_END: receive
}
// ANCHOR_END: receive_response

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

// ANCHOR: print_members
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
// ANCHOR_END: print_members

/// How much content follows the head; `None` when it ends with the connection (RFC 9112 section 6.3).
fn content_length(head: &ResponseHead, to_head: bool) -> anyhow::Result<Option<u64>> {
    // ANCHOR: content_length
    if to_head || matches!(head.status, Status::NO_CONTENT | Status::NOT_MODIFIED) {
        return Ok(Some(0));
    }
    if head.fields.get("Transfer-Encoding").is_some() {
        cli::note("the content is in a transfer coding, and is shown as it came");
        return Ok(None);
    }
    let mut lengths = head.fields.all("Content-Length");
    match (lengths.next(), lengths.next()) {
        (None, _) => Ok(None),
        (Some(length), None) => {
            let digits = length.text().filter(|text| text.bytes().all(|octet| octet.is_ascii_digit()));
            let length = digits.and_then(|digits| digits.parse().ok());
            Ok(Some(length.context("the Content-Length is not a number")?))
        }
        _ => bail!("there are several Content-Length fields"),
    }
    // ANCHOR_END: content_length
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
