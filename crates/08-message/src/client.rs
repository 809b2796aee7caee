//! Sends one request for a URL and prints the answer: status line, fields, content.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Error, anyhow, bail, ensure};
use clap::Parser;
use message::{Class, Limits, Method, RequestHead, ResponseDecoder, ResponseHead, Status, Target};

/// Ask for a URL and print the whole answer
#[derive(Parser)]
struct Args {
    /// What to ask for: http://HOST:PORT/PATH
    url: String,
    /// The method of the request
    #[arg(long, default_value = "GET")]
    method: String,
    /// A field to send with the request; may be given several times
    #[arg(long = "field", value_name = "NAME: VALUE")]
    fields: Vec<String>,
}

/// How long a server may stay silent.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The fields that follow from the URL and from what this client does.
const OWN_FIELDS: [&str; 4] = ["Host", "Connection", "Content-Length", "Transfer-Encoding"];

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    let uri = uri(&args.url)?;
    let head = request(args, &uri)?;
    let mut stream = connect(&uri)?;
    let mut message = Vec::new();
    head.encode(&mut message);
    stream.write_all(&message).with_context(|| format!("cannot send to {}", args.url))?;
    receive(&mut stream, &head.method).with_context(|| format!("no good answer from {}", args.url))
}

fn uri(url: &str) -> anyhow::Result<Target> {
    let url = cli::url(url)?;
    Target::http_url(&url).with_context(|| format!("{url:?} is not a URL to ask for"))
}

// ANCHOR: request
/// The request: Host first, then what this client is and does, then the fields of the command line.
fn request(args: &Args, uri: &Target) -> anyhow::Result<RequestHead> {
    let method = Method::new(args.method.as_bytes())
        .with_context(|| format!("{:?} is not a method: it must be a token", args.method))?;
    ensure!(method != Method::Connect, "CONNECT opens a tunnel, and this client has no use for one");
    let mut head = RequestHead::to(method, uri).with_context(|| format!("{uri} has no server to ask"))?;
    head.fields.push("User-Agent", concat!("message-client/", env!("CARGO_PKG_VERSION")))?;
    head.fields.push("Connection", "close")?;
    if matches!(head.method, Method::Post | Method::Put) {
        head.fields.push("Content-Length", "0")?;
    }
    for field in &args.fields {
        let (name, value) = cli::field(field, &OWN_FIELDS).map_err(Error::msg)?;
        let replaces = name.eq_ignore_ascii_case("User-Agent");
        let added = if replaces { head.fields.set(name, value) } else { head.fields.push(name, value) };
        added.with_context(|| format!("cannot send the field {field:?}"))?;
    }
    Ok(head)
}
// ANCHOR_END: request

fn connect(uri: &Target) -> anyhow::Result<TcpStream> {
    let server = uri.server().with_context(|| format!("{uri} has no host"))?;
    let stream = TcpStream::connect((server.host.as_str(), server.port))
        .map_err(|error| cli::cannot_connect(&server.to_string(), error))?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    Ok(stream)
}

// ANCHOR: receive_response
/// Reads the final answer, passes over interim ones, and prints it.
fn receive(stream: &mut TcpStream, method: &Method) -> anyhow::Result<()> {
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
            bail!(decoder.incomplete().map_or_else(|| anyhow!("the server closed without an answer"), Into::into));
        }
        while let Some(head) = decoder.decode(&mut input)? {
            if head.status.class() != Class::Informational {
                print_head(&head)?;
                return content(stream, input, content_length(&head, method)?);
            }
        }
    }
}
// ANCHOR_END: receive_response

fn print_head(head: &ResponseHead) -> io::Result<()> {
    let mut out = cli::stdout();
    writeln!(out, "{} {} {}", head.version, head.status, cli::text(head.reason()))?;
    for field in head.fields.iter() {
        writeln!(out, "{}: {}", field.name(), cli::text(field.value()))?;
    }
    writeln!(out)
}

/// How much content follows the head; `None` when it ends with the connection (RFC 9112 section 6.3).
fn content_length(head: &ResponseHead, method: &Method) -> anyhow::Result<Option<u64>> {
    if *method == Method::Head || matches!(head.status, Status::NO_CONTENT | Status::NOT_MODIFIED) {
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
}

/// Copies the content to standard output: what came together with the head, then the rest.
fn content(stream: &mut TcpStream, beginning: &[u8], length: Option<u64>) -> anyhow::Result<()> {
    let mut out = cli::stdout();
    let source = beginning.chain(stream);
    let Some(length) = length else {
        io::copy(&mut { source }, &mut out)?;
        return Ok(out.flush()?);
    };
    let copied = io::copy(&mut source.take(length), &mut out)?;
    out.flush()?;
    ensure!(copied == length, "the content is incomplete: {copied} octets of {length} came");
    Ok(())
}
