//! Asks for a URL, or for parts of it, or for a version other than the one that is known, and prints the response.

use std::io::{self, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use connection::{ResponseEvent, Settings, Timeouts};
use representation::Gunzip;
use request::{Method, RequestHead, Target};
use response::{Lists, ResponseHead};
use threads::{Client, Content};

/// Ask for a URL and print the whole response
#[derive(Parser)]
struct Args {
    /// What to ask for: http://HOST:PORT/PATH
    url: String,
    /// Ask for the fields only
    #[arg(long)]
    head: bool,
    /// Ask for parts of the content: 0-4 is the first five octets, -5 the last five; several are separated by commas
    #[arg(long, value_name = "RANGES", allow_hyphen_values = true)]
    range: Option<String>,
    /// Ask for the parts only of this version, and else for everything
    #[arg(long, value_name = "TAG OR DATE", requires = "range")]
    if_range: Option<String>,
    /// Ask for the content only if there is another version than this
    #[arg(long, value_name = "TAGS")]
    if_none_match: Option<String>,
    /// Ask for the content only if it is of this version
    #[arg(long, value_name = "TAGS")]
    if_match: Option<String>,
    /// Ask for the content only if it was modified after this date
    #[arg(long, value_name = "DATE")]
    if_modified_since: Option<String>,
    /// Ask for content that is compressed, and show what it was before
    #[arg(long)]
    compressed: bool,
    /// Print status line and fields only
    #[arg(long)]
    quiet: bool,
}

/// How long a server may stay silent.
const TIMEOUT: Duration = Duration::from_secs(30);

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    let uri = uri(&args.url)?;
    let head = request(args, &uri)?;
    let settings = Settings { timeouts: Timeouts::all(TIMEOUT), ..Settings::default() };
    let mut client = Client::new(connect(&uri)?, settings);
    let mut output = Output { quiet: args.quiet, decodes: args.compressed && !args.quiet, decoder: None };
    let nothing = Content { source: &mut io::empty(), length: Some(0) };
    let received = client.exchange(head, nothing, |event| output.take(event));
    received.with_context(|| format!("no good response from {}", args.url))
}

fn uri(url: &str) -> anyhow::Result<Target> {
    let url = cli::url(url)?;
    Target::http_url(&url).with_context(|| format!("{url:?} is not a URL to ask for"))
}

// ANCHOR: request
fn request(args: &Args, uri: &Target) -> anyhow::Result<RequestHead> {
    let method = if args.head { Method::Head } else { Method::Get };
    let mut head = RequestHead::to(method, uri).with_context(|| format!("{uri} has no server to ask"))?;
    head.fields.push("User-Agent", concat!("representation-client/", env!("CARGO_PKG_VERSION")))?;
    head.fields.push("Connection", "close")?;
    let ranges = args.range.as_ref().map(|ranges| format!("bytes={ranges}"));
    let coding = args.compressed.then(|| "gzip".to_owned());
    for (name, value) in [
        ("Range", &ranges),
        ("If-Range", &args.if_range),
        ("If-None-Match", &args.if_none_match),
        ("If-Match", &args.if_match),
        ("If-Modified-Since", &args.if_modified_since),
        ("Accept-Encoding", &coding),
    ] {
        if let Some(value) = value {
            head.fields.push(name, value).with_context(|| format!("cannot send the field {name}: {value:?}"))?;
        }
    }
    Ok(head)
}
// ANCHOR_END: request

fn connect(uri: &Target) -> anyhow::Result<TcpStream> {
    let server = uri.server().with_context(|| format!("{uri} has no host"))?;
    let stream = TcpStream::connect((server.host.as_str(), server.port));
    Ok(stream.map_err(|error| cli::cannot_connect(&server.to_string(), error))?)
}

/// Prints a response as it comes.
struct Output {
    quiet: bool,
    decodes: bool,
    /// What makes the content of a response that is compressed readable.
    decoder: Option<Gunzip<cli::Stdout>>,
}

impl Output {
    fn take(&mut self, event: ResponseEvent) -> io::Result<()> {
        match event {
            ResponseEvent::Interim(_) => Ok(()),
            ResponseEvent::Response(head) => {
                // A part of compressed content cannot be read by itself.
                let is_whole = head.fields.get("Content-Range").is_none();
                let is_gzipped = ["gzip", "x-gzip"].iter().any(|coding| head.fields.lists("Content-Encoding", coding));
                let decodes = self.decodes && is_whole && is_gzipped;
                self.decoder = decodes.then(|| Gunzip::new(cli::stdout()));
                print_head(&head)
            }
            ResponseEvent::Content(_) if self.quiet => Ok(()),
            ResponseEvent::Content(piece) => match &mut self.decoder {
                Some(decoder) => decoder.write_all(piece).map_err(|error| not_gzip(&error)),
                None => cli::stdout().write_all(piece),
            },
            ResponseEvent::End(_) => {
                let ended = self.decoder.take().map_or(Ok(()), |decoder| decoder.finish().map(drop));
                ended.map_err(|error| not_gzip(&error))?;
                cli::stdout().flush()
            }
        }
    }
}

fn not_gzip(error: &io::Error) -> io::Error {
    io::Error::other(format!("the content is not as gzip makes it: {error}"))
}

fn print_head(head: &ResponseHead) -> io::Result<()> {
    let mut out = cli::stdout();
    writeln!(out, "{} {} {}", head.version, head.status, cli::text(head.reason()))?;
    for field in head.fields.iter() {
        writeln!(out, "{}: {}", field.name(), cli::text(field.value()))?;
    }
    writeln!(out)
}
