//! Asks for one URL after the other and prints the responses; as long as host and port agree, over one connection.

use std::fs::File;
use std::io::{self, Cursor, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use connection::{ResponseEvent, Settings, Timeouts, may_repeat};
use request::{Fields, Method, RequestHead, Server, Target};
use response::ResponseHead;
use threads::{Client, Content, ExchangeError};

/// Ask for URLs and print the whole responses
#[derive(Parser)]
struct Args {
    /// What to ask for: http://HOST:PORT/PATH
    #[arg(required = true, value_name = "URL")]
    urls: Vec<String>,
    /// The content to POST: a text, or with @ in front the name of a file
    #[arg(long, value_name = "TEXT or @FILE")]
    data: Option<String>,
    /// Send the content in chunks, without saying first how long it is
    #[arg(long, requires = "data")]
    chunked: bool,
    /// How long a server may take for the head of its response, stay silent within the content, or take nothing
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = cli::seconds)]
    timeout: Duration,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    let targets = args.urls.iter().map(|url| target(url)).collect::<anyhow::Result<Vec<_>>>()?;
    let mut open: Option<(&Server, Client<TcpStream>)> = None;
    for (number, (target, server)) in targets.iter().enumerate() {
        let mut head = request(args, target)?;
        if targets.get(number + 1).is_none_or(|(_, next)| next != server) {
            // The server need not wait for more.
            head.fields.push("Connection", "close")?;
        }
        let kept = open.take().filter(|(known, client)| *known == server && client.is_reusable());
        let client = ask(args, &head, server, kept.map(|(_, client)| client))
            .with_context(|| format!("no good response from {}", args.urls[number]))?;
        open = Some((server, client));
    }
    Ok(())
}

/// Sends a request, over the open connection where there is one, and prints the response.
fn ask(
    args: &Args,
    head: &RequestHead,
    server: &Server,
    kept: Option<Client<TcpStream>>,
) -> anyhow::Result<Client<TcpStream>> {
    let mut client = kept.map_or_else(|| connect(args, server), Ok)?;
    match exchange(args, head, &mut client) {
        Err(ExchangeError::Refused(closed)) if may_repeat(&head.method, client.was_used(), &closed) => {
            cli::note("the server closed the connection, so the request is sent once more");
            client = connect(args, server)?;
            exchange(args, head, &mut client)?;
        }
        exchanged => exchanged?,
    }
    Ok(client)
}

fn target(url: &str) -> anyhow::Result<(Target, Server)> {
    let target = Target::http_url(&cli::url(url)?).with_context(|| format!("{url:?} is not a URL to ask for"))?;
    let server = target.server().with_context(|| format!("{target} has no host"))?;
    Ok((target, server))
}

fn request(args: &Args, target: &Target) -> anyhow::Result<RequestHead> {
    let method = if args.data.is_some() { Method::Post } else { Method::Get };
    let mut head = RequestHead::to(method, target).with_context(|| format!("{target} has no server to ask"))?;
    head.fields.push("User-Agent", concat!("threads-client/", env!("CARGO_PKG_VERSION")))?;
    if args.data.is_some() {
        head.fields.push("Content-Type", "application/octet-stream")?;
    }
    Ok(head)
}

/// The content that the command line names, from its beginning, and its length where that is known.
fn open(args: &Args) -> io::Result<(Box<dyn Read>, Option<u64>)> {
    let data = args.data.as_deref().unwrap_or_default();
    let Some(name) = data.strip_prefix('@') else {
        let length = (!args.chunked).then_some(data.len() as u64);
        return Ok((Box::new(Cursor::new(data.to_owned())), length));
    };
    let file = File::open(name)?;
    let length = (!args.chunked).then_some(file.metadata()?.len());
    Ok((Box::new(file), length))
}

fn connect(args: &Args, server: &Server) -> anyhow::Result<Client<TcpStream>> {
    let stream = TcpStream::connect((server.host.as_str(), server.port))
        .map_err(|error| cli::cannot_connect(&server.to_string(), error))?;
    stream.set_nodelay(true)?;
    cli::note(format_args!("connected to {server}"));
    Ok(Client::new(stream, Settings { timeouts: Timeouts::all(args.timeout), ..Settings::default() }))
}

/// Sends a request and prints the response as it comes.
fn exchange(args: &Args, head: &RequestHead, client: &mut Client<TcpStream>) -> Result<(), ExchangeError<io::Error>> {
    let (mut source, length) = open(args).map_err(ExchangeError::Source)?;
    let content = Content { source: &mut source, length };
    let mut out = cli::stdout();
    client.exchange(head.clone(), content, |event| match event {
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
