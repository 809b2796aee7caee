//! Sends one request for a URL, with content if there is some, and prints the response: status line, fields, content,
//! trailer fields.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a program reads sockets and clocks, its library does not"
)]

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Error, anyhow, bail, ensure};
use body::{BodyDecoder, BodyEncoder, Framing, Limits, form};
use clap::Parser;
use request::{Class, Fields, Method, RequestHead, Target};
use response::{ResponseDecoder, ResponseHead};

mod content;

/// Ask for a URL and print the whole response
#[derive(Parser)]
struct Args {
    /// What to ask for: http://HOST:PORT/PATH
    url: String,
    /// The method of the request; with --data it is POST, otherwise GET
    #[arg(long)]
    method: Option<String>,
    /// A field to send with the request; may be given several times
    #[arg(long = "field", value_name = "NAME: VALUE")]
    fields: Vec<String>,
    /// The content to send: a text, or with @ in front the name of a file
    #[arg(long, value_name = "TEXT or @FILE")]
    data: Option<String>,
    /// Send the content in chunks, without saying first how long it is
    #[arg(long, requires = "data")]
    chunked: bool,
}

/// How long a server may stay silent.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How long the sending thread may take to say how it ended, when the response is here.
const LAST_REPORT: Duration = Duration::from_millis(500);

/// How much is read at once.
const PIECE: usize = 64 * 1024;

/// The fields that follow from the URL and from what this client does and can do.
const OWN_FIELDS: [&str; 7] = ["Host", "Connection", "Content-Length", "Transfer-Encoding", "Trailer", "TE", "Expect"];

/// Content to be sent.
struct Data {
    source: Box<dyn Read + Send>,
    framing: Framing,
    media_type: &'static str,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    let uri = uri(&args.url)?;
    let data = args.data.as_deref().map(|data| open(data, args.chunked)).transpose()?;
    let head = request(args, &uri, data.as_ref())?;
    let stream = connect(&uri)?;
    exchange(&stream, head, data).with_context(|| format!("no good response from {}", args.url))
}

/// Sends the request in one thread while it reads the response in another: a server may respond before it has read all,
/// and one that responds while it reads would wait for us for ever if we only sent.
fn exchange(stream: &TcpStream, head: RequestHead, data: Option<Data>) -> anyhow::Result<()> {
    let method = head.method.clone();
    let to_server = stream.try_clone()?;
    let (report, reports) = mpsc::channel();
    thread::Builder::new().spawn(move || report.send(send(&to_server, &head, data)))?;
    let received = receive(stream, &method);
    // With the whole response here, the rest of the request is of no use to anybody. Nobody waits for a thread that waits for
    // its own input, or on Windows for a write, which this does not end.
    let _ = stream.shutdown(Shutdown::Both);
    reports.recv_timeout(LAST_REPORT).unwrap_or(Ok(()))?;
    received
}

fn uri(url: &str) -> anyhow::Result<Target> {
    let url = cli::url(url)?;
    Target::http_url(&url).with_context(|| format!("{url:?} is not a URL to ask for"))
}

/// The content that the command line names. Its length goes in front of it where it is known.
fn open(data: &str, chunked: bool) -> anyhow::Result<Data> {
    let Some(name) = data.strip_prefix('@') else {
        let framing = if chunked { Framing::Chunked } else { Framing::Length(data.len() as u64) };
        let source = Box::new(io::Cursor::new(data.to_owned()));
        return Ok(Data { source, framing, media_type: form::MEDIA_TYPE });
    };
    let file = File::open(name).with_context(|| format!("cannot read {name}"))?;
    let metadata = file.metadata().with_context(|| format!("cannot read {name}"))?;
    ensure!(chunked || metadata.is_file(), "{name} is no file, so nobody knows how long it is: add --chunked");
    let framing = if chunked { Framing::Chunked } else { Framing::Length(metadata.len()) };
    Ok(Data { source: Box::new(file), framing, media_type: "application/octet-stream" })
}

/// The request: Host first, then what this client is and does, then the fields of the command line.
fn request(args: &Args, uri: &Target, data: Option<&Data>) -> anyhow::Result<RequestHead> {
    let name = args.method.as_deref().unwrap_or(if data.is_some() { "POST" } else { "GET" });
    let method =
        Method::new(name.as_bytes()).with_context(|| format!("{name:?} is not a method: it must be a token"))?;
    let mut head = RequestHead::to(method, uri).with_context(|| format!("{uri} has no server to ask"))?;
    head.fields.push("User-Agent", concat!("body-client/", env!("CARGO_PKG_VERSION")))?;
    head.fields.push("Connection", "close")?;
    match (data, &head.method) {
        (Some(data), _) => {
            head.fields.push("Content-Type", data.media_type)?;
            data.framing.declare(&mut head.fields)?;
        }
        (None, Method::Post | Method::Put) => Framing::Length(0).declare(&mut head.fields)?,
        (None, _) => Framing::Empty.declare(&mut head.fields)?,
    }
    for field in &args.fields {
        let (name, value) = cli::field(field, &OWN_FIELDS).map_err(Error::msg)?;
        let replaces = ["User-Agent", "Content-Type"].iter().any(|own| own.eq_ignore_ascii_case(name));
        let added = if replaces { head.fields.set(name, value) } else { head.fields.push(name, value) };
        added.with_context(|| format!("cannot send the field {field:?}"))?;
    }
    Ok(head)
}

fn connect(uri: &Target) -> anyhow::Result<TcpStream> {
    let server = uri.server().with_context(|| format!("{uri} has no host"))?;
    let stream = TcpStream::connect((server.host.as_str(), server.port))
        .map_err(|error| cli::cannot_connect(&server.to_string(), error))?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    Ok(stream)
}

/// Sends head and content. That the server stops reading is no error: its response says why.
fn send(mut stream: &TcpStream, head: &RequestHead, data: Option<Data>) -> anyhow::Result<()> {
    let mut out = Vec::new();
    head.encode(&mut out);
    let mut data = data.map(|data| (BodyEncoder::new(data.framing), data.source));
    let mut piece = vec![0; PIECE];
    while let Some((encoder, source)) = &mut data {
        let done = fill(encoder, source, &mut piece, &mut out).inspect_err(|_| {
            // A message that cannot be completed must not look complete.
            let _ = stream.shutdown(Shutdown::Both);
        })?;
        if done {
            break;
        }
        if stream.write_all(&out).is_err() {
            return Ok(());
        }
        out.clear();
    }
    let _ = stream.write_all(&out);
    Ok(())
}

/// Adds the next piece of the content to `out`, or its end; returns whether it was the end.
fn fill(encoder: &mut BodyEncoder, source: &mut dyn Read, piece: &mut [u8], out: &mut Vec<u8>) -> anyhow::Result<bool> {
    let count = source.read(piece).context("cannot read the content")?;
    if count == 0 {
        encoder.end(&Fields::new(), out)?;
        return Ok(true);
    }
    encoder.content(&piece[..count], out)?;
    Ok(false)
}

/// Reads the final response, passes over interim ones, and prints it.
fn receive(mut stream: &TcpStream, method: &Method) -> anyhow::Result<()> {
    let mut decoder = ResponseDecoder::new(request::Limits::default());
    let mut buffer = vec![0; PIECE];
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
        while let Some(head) = decoder.decode(&mut input)? {
            if head.status.class() != Class::Informational {
                return print(input.chain(stream), &head, method);
            }
        }
    }
}

/// Prints the head, and the content as it comes.
fn print(input: impl Read, head: &ResponseHead, method: &Method) -> anyhow::Result<()> {
    let framing = body::response_framing(method, head)?;
    let mut out = cli::stdout();
    writeln!(out, "{} {} {}", head.version, head.status, cli::text(head.reason()))?;
    print_fields(&mut out, &head.fields)?;
    writeln!(out)?;
    if framing != Framing::Empty && body::is_coded(&head.fields) {
        cli::note("the content is in a transfer coding, and is shown as it came");
    }
    let decoder = BodyDecoder::for_response(framing, Limits::default());
    let mut input = BufReader::with_capacity(PIECE, input);
    let trailers = content::read(&mut input, decoder, |piece| out.write_all(piece).and_then(|()| out.flush()))?;
    if !trailers.is_empty() {
        writeln!(out)?;
        print_fields(&mut out, &trailers)?;
    }
    Ok(())
}

fn print_fields(out: &mut impl Write, fields: &Fields) -> io::Result<()> {
    fields.iter().try_for_each(|field| writeln!(out, "{}: {}", field.name(), cli::text(field.value())))
}
