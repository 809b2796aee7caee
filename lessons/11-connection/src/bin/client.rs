//! Asks for one URL after the other and prints the responses; where host and port agree, over one connection.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a program reads sockets and clocks, its library does not"
)]

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Cursor, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Error, ensure};
use clap::Parser;
use connection::{ResponseEvent, Settings, Timeouts, may_repeat};
use request::{Fields, Method, RequestHead, Server, Target};
use response::ResponseHead;

mod asking;

use asking::{Content, Conversation};

/// Ask for URLs and print the whole responses
#[derive(Parser)]
struct Args {
    /// What to ask for: http://HOST:PORT/PATH
    #[arg(required = true, value_name = "URL")]
    urls: Vec<String>,
    /// The method of the requests; with --data it is POST, otherwise GET
    #[arg(long)]
    method: Option<String>,
    /// A field to send with each request; may be given several times
    #[arg(long = "field", value_name = "NAME: VALUE")]
    fields: Vec<String>,
    /// The content to send: a text, or with @ in front the name of a file
    #[arg(long, value_name = "TEXT or @FILE")]
    data: Option<String>,
    /// Send the content in chunks, without saying first how long it is
    #[arg(long, requires = "data")]
    chunked: bool,
    /// How long a server may take for the head of its response, or stay silent within the content
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = cli::seconds)]
    timeout: Duration,
}

/// The fields that follow from the URL and from what this client does; those about the connection among them.
const OWN_FIELDS: [&str; 9] =
    ["Host", "Connection", "Keep-Alive", "TE", "Upgrade", "Content-Length", "Transfer-Encoding", "Trailer", "Expect"];

/// Open connections.
type Connections = HashMap<Server, Conversation>;

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    let uris = args.urls.iter().map(|url| uri(url)).collect::<anyhow::Result<Vec<_>>>()?;
    let servers = uris.iter().map(server).collect::<anyhow::Result<Vec<_>>>()?;
    let requests = uris.iter().map(|uri| request(args, uri)).collect::<anyhow::Result<Vec<_>>>()?;
    let mut connections = Connections::new();
    for (number, mut head) in requests.into_iter().enumerate() {
        let server = &servers[number];
        if !servers[number + 1..].contains(server) {
            // The server need not wait for more.
            head.fields.push("Connection", "close")?;
        }
        ask(args, &head, server, &mut connections)
            .with_context(|| format!("no good response from {}", args.urls[number]))?;
    }
    Ok(())
}

/// Sends a request, over the open connection where there is one, and prints the response.
fn ask(args: &Args, head: &RequestHead, server: &Server, connections: &mut Connections) -> anyhow::Result<()> {
    let mut client = match connections.remove(server).filter(Conversation::is_reusable) {
        Some(client) => {
            cli::note(format_args!("using the connection to {server} again"));
            client
        }
        None => connect(args, server)?,
    };
    let was_used = client.was_used();
    let error = match exchange(args, head, &mut client) {
        Ok(()) => {
            connections.insert(server.clone(), client);
            return Ok(());
        }
        Err(error) => error,
    };
    let closed = error.downcast_ref::<connection::ResponseError>();
    if !closed.is_some_and(|closed| may_repeat(&head.method, was_used, closed)) {
        return Err(error);
    }
    cli::note(format_args!("the server closed the connection, so the request is sent once more"));
    exchange(args, head, &mut connect(args, server)?)
}

fn uri(url: &str) -> anyhow::Result<Target> {
    let url = cli::url(url)?;
    Target::http_url(&url).with_context(|| format!("{url:?} is not a URL to ask for"))
}

fn server(uri: &Target) -> anyhow::Result<Server> {
    uri.server().with_context(|| format!("{uri} has no host"))
}

/// The request: Host first, then what this client is, then the fields of the command line.
fn request(args: &Args, uri: &Target) -> anyhow::Result<RequestHead> {
    let name = args.method.as_deref().unwrap_or(if args.data.is_some() { "POST" } else { "GET" });
    let method =
        Method::new(name.as_bytes()).with_context(|| format!("{name:?} is not a method: it must be a token"))?;
    ensure!(method != Method::Connect, "CONNECT opens a tunnel, and this client has no use for one");
    let mut head = RequestHead::to(method, uri).with_context(|| format!("{uri} has no server to ask"))?;
    head.fields.push("User-Agent", concat!("connection-client/", env!("CARGO_PKG_VERSION")))?;
    match &args.data {
        Some(data) if data.starts_with('@') => head.fields.push("Content-Type", "application/octet-stream")?,
        Some(_) => head.fields.push("Content-Type", body::form::MEDIA_TYPE)?,
        None => {}
    }
    for field in &args.fields {
        let (name, value) = cli::field(field, &OWN_FIELDS).map_err(Error::msg)?;
        let replaces = ["User-Agent", "Content-Type"].iter().any(|own| own.eq_ignore_ascii_case(name));
        let added = if replaces { head.fields.set(name, value) } else { head.fields.push(name, value) };
        added.with_context(|| format!("cannot send the field {field:?}"))?;
    }
    Ok(head)
}

/// The content that the command line names, from its beginning, and its length where that is known.
fn open(args: &Args) -> anyhow::Result<(Box<dyn Read>, Option<u64>)> {
    let data = args.data.as_deref().unwrap_or_default();
    let Some(name) = data.strip_prefix('@') else {
        let length = (!args.chunked).then_some(data.len() as u64);
        return Ok((Box::new(Cursor::new(data.to_owned())), length));
    };
    let file = File::open(name).with_context(|| format!("cannot read {name}"))?;
    let metadata = file.metadata().with_context(|| format!("cannot read {name}"))?;
    ensure!(args.chunked || metadata.is_file(), "{name} is no file, so nobody knows how long it is: add --chunked");
    let length = (!args.chunked).then_some(metadata.len());
    Ok((Box::new(file), length))
}

fn connect(args: &Args, server: &Server) -> anyhow::Result<Conversation> {
    let stream = TcpStream::connect((server.host.as_str(), server.port))
        .map_err(|error| cli::cannot_connect(&server.to_string(), error))?;
    cli::note(format_args!("connected to {server}"));
    let settings = Settings { timeouts: Timeouts::all(args.timeout), ..Settings::default() };
    Ok(Conversation::new(stream, settings)?)
}

/// Sends a request and prints the response as it comes.
fn exchange(args: &Args, head: &RequestHead, client: &mut Conversation) -> anyhow::Result<()> {
    let (mut source, length) = open(args)?;
    let content = Content { source: &mut source, length };
    let mut out = cli::stdout();
    client.exchange(head.clone(), content, &mut |event| match event {
        ResponseEvent::Interim(_) => Ok(()),
        ResponseEvent::Response(head) => print_head(&mut out, &head),
        ResponseEvent::Content(piece) => out.write_all(piece).and_then(|()| out.flush()),
        ResponseEvent::End(trailers) => print_fields(&mut out, &trailers),
    })
}

fn print_head(out: &mut impl Write, head: &ResponseHead) -> io::Result<()> {
    writeln!(out, "{} {} {}", head.version, head.status, cli::text(head.reason()))?;
    print_fields(out, &head.fields)?;
    writeln!(out)
}

fn print_fields(out: &mut impl Write, fields: &Fields) -> io::Result<()> {
    fields.iter().try_for_each(|field| writeln!(out, "{}: {}", field.name(), cli::text(field.value())))
}
