//! Responds to HTTP requests with a few pages: many clients at a time, each for as long as it may take.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use request::{RequestHead, Status};
use response::ResponseHead;
use threads::{Conversation, Server, Settings, Transport, Trouble};

// What has a path is given: it lies with the reference. Read it there; nothing in it is left to write.
#[path = "../../../../crates/12-threads/src/bin/pages.rs"]
mod pages;

use pages::{Action, Page};

/// Answer HTTP requests with a few pages, for many clients at a time
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// How many connections may be served at a time; one that waits for its client makes room for a new one
    #[arg(long, value_name = "NUMBER", default_value_t = Settings::default().connections, value_parser = cli::at_least_one)]
    max_connections: usize,
    /// How long a connection may wait for a request
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = cli::seconds)]
    idle_timeout: Duration,
    /// How long the head of a request may take
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = cli::seconds)]
    head_timeout: Duration,
    /// How long a client may send nothing in the middle of content, or take nothing of it
    #[arg(long, value_name = "SECONDS", default_value = "20", value_parser = cli::seconds)]
    timeout: Duration,
    /// How many octets a second of content must at least come or go
    #[arg(long, value_name = "OCTETS", default_value = "512")]
    min_rate: u32,
    /// How long responses in flight may take after Ctrl-C
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = cli::seconds)]
    grace: Duration,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::note_panics();
    let server = Server::bind(&args.addr, settings(args)).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    let stopper = server.stopper();
    cli::on_interrupt(move || stopper.stop())?;
    cli::listening_on(server.local_addr()?);
    let result = server.on_notice(cli::note).run(|client, _| converse(client));
    cli::finish_notes();
    result.context("cannot go on serving")
}

fn settings(args: &Args) -> Settings {
    let mut settings = Settings { connections: args.max_connections, grace: args.grace, ..Settings::default() };
    let timeouts = &mut settings.connection.timeouts;
    timeouts.idle = args.idle_timeout;
    timeouts.head = args.head_timeout;
    timeouts.content = args.timeout;
    timeouts.write = args.timeout;
    timeouts.rate = args.min_rate;
    settings
}

/// Responds to the requests of one client, until it or the server has enough.
fn converse<T: Transport>(client: &mut Conversation<'_, T>) -> Result<(), Trouble> {
    loop {
        let responded = match client.next_request() {
            Ok(None) => return Ok(()),
            Ok(Some(request)) => respond(&request, client),
            Err(trouble) => Err(trouble),
        };
        match responded {
            Ok(()) => {}
            // What is wrong with a request may show in its content: then nobody has heard of a response yet.
            Err(Trouble::Refused(error)) if client.is_due() => {
                let page = pages::refusal(&error);
                writeln!(cli::transcript(), "(refused) {}: {error}", page.status)?;
                show(&page, client)?;
            }
            Err(trouble) => return Err(trouble),
        }
    }
}

/// Responds to one request, and says how that went.
fn respond<T: Transport>(request: &RequestHead, client: &mut Conversation<'_, T>) -> Result<(), Trouble> {
    let (status, responded) = match pages::action(request) {
        Action::Show(page) => (page.status, show(&page, client)),
        Action::Count => (Status::OK, count(client)),
        Action::Echo => (Status::OK, echo(request, client)),
        Action::Length => (Status::OK, length(client)),
    };
    let has_begun = !client.is_due();
    match &responded {
        Ok(()) => writeln!(cli::transcript(), "{} {} {status}", request.method, request.target)?,
        Err(trouble) if has_begun => {
            let why = trouble.source().map_or_else(|| trouble.to_string(), |cause| format!("{trouble}: {cause}"));
            writeln!(cli::transcript(), "{} {} {status}, broken off: {why}", request.method, request.target)?;
        }
        Err(_) => {}
    }
    responded
}

fn show<T: Transport>(page: &Page, client: &mut Conversation<'_, T>) -> Result<(), Trouble> {
    let mut head = head(page.status, page.media_type)?;
    if let Some(methods) = page.allow {
        head.fields.push("Allow", methods).map_err(io::Error::other)?;
    }
    client.respond(head, &page.content)
}

/// Sends numbers without saying beforehand how many octets they are.
fn count<T: Transport>(client: &mut Conversation<'_, T>) -> Result<(), Trouble> {
    client.begin(head(Status::OK, "text/plain")?, None)?;
    for number in 1..=5 {
        client.send(format!("{number}\n").as_bytes())?;
    }
    client.end()
}

/// Sends back what comes, while it comes and in the framing in which it comes.
fn echo<T: Transport>(request: &RequestHead, client: &mut Conversation<'_, T>) -> Result<(), Trouble> {
    let mut piece = vec![0; 64 * 1024];
    // The response begins when content has come: what is wrong with its beginning still gets a response of its own.
    let mut count = client.read_content(&mut piece)?;
    let media_type = request.fields.get("Content-Type").map_or(&b"application/octet-stream"[..], |field| field.value());
    client.begin(head(Status::OK, media_type)?, client.content_length())?;
    while count > 0 {
        client.send(&piece[..count])?;
        if !client.has_content() {
            client.flush()?;
        }
        count = client.read_content(&mut piece)?;
    }
    client.end()
}

/// Counts the octets that come, and keeps none of them.
fn length<T: Transport>(client: &mut Conversation<'_, T>) -> Result<(), Trouble> {
    let (mut octets, mut piece) = (0, vec![0; 64 * 1024]);
    loop {
        match client.read_content(&mut piece)? {
            0 => return show(&pages::length(octets), client),
            count => octets += count as u64,
        }
    }
}

fn head(status: Status, media_type: impl AsRef<[u8]>) -> io::Result<ResponseHead> {
    let mut head = ResponseHead::new(status);
    head.fields.push("Content-Type", media_type.as_ref()).map_err(io::Error::other)?;
    Ok(head)
}
