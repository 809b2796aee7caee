//! Sends one request for a URL and prints what comes back, as it comes.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a program reads sockets and clocks, its library does not"
)]

use std::io::{self, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Error, ensure};
use clap::Parser;
use request::{Method, RequestHead, Target};

/// Ask for a URL and print what comes back
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
    receive(&mut stream).with_context(|| format!("no good response from {}", args.url))
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
    head.fields.push("User-Agent", concat!("request-client/", env!("CARGO_PKG_VERSION")))?;
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

/// Prints everything that comes until the server closes. To read it is the next lesson's work.
fn receive(stream: &mut TcpStream) -> anyhow::Result<()> {
    let mut out = cli::stdout();
    let count = io::copy(stream, &mut out)?;
    out.flush()?;
    ensure!(count > 0, "the server closed without a word");
    Ok(())
}
