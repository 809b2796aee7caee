//! Responds to HTTP requests, as many on a connection as its client sends.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a program reads sockets and clocks, its library does not"
)]

use std::net::TcpListener;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use clap::Parser;
use connection::{Settings, Timeouts};

// What has a path is given: it lies with the reference. Read it there; nothing in it is left to write.
#[path = "../../../../crates/11-connection/src/bin/application.rs"]
mod application;
#[path = "../../../../crates/11-connection/src/bin/pages.rs"]
mod pages;
mod serving;

use serving::Conversation;

/// Respond to HTTP requests with a few pages, many requests a connection
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// How long a client may take for the head of a request, or stay silent within its content
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = cli::seconds)]
    timeout: Duration,
    /// How long a connection may rest between two requests
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = cli::seconds)]
    idle_timeout: Duration,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    let timeouts = Timeouts { idle: args.idle_timeout, ..Timeouts::all(args.timeout) };
    let settings = Settings { timeouts, ..Settings::default() };
    let serve = move |stream| {
        Conversation::new(stream, settings).and_then(Conversation::serve).unwrap_or_else(cli::client_lost);
    };
    loop {
        let started = listener.accept().and_then(|(stream, _)| thread::Builder::new().spawn(move || serve(stream)));
        if let Err(error) = started {
            cli::accept_failed(&error);
        }
    }
}
