//! Sends a message to a server over TCP and prints everything that comes back.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Parser;

/// Send a message to a server and print everything it replies
#[derive(Parser)]
struct Args {
    /// The message
    #[arg(default_value = "Hello World from client")]
    message: String,
    /// Send a small HTTP request instead of the message
    #[arg(long, conflicts_with = "message")]
    get: bool,
    /// Where the server listens
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
}

fn main() -> ExitCode {
    cli::exit(run(Args::parse()))
}

fn run(args: Args) -> anyhow::Result<()> {
    let addr = args.addr;
    let message = if args.get { format!("GET / HTTP/1.1\r\nHost: {addr}\r\n\r\n") } else { args.message };
    let mut stream = TcpStream::connect(&addr).map_err(|error| cli::cannot_connect(&addr, error))?;
    writeln!(cli::stdout(), "client sending: {message}")?;
    // GAP 3 of 3: exchange (place 2 of 2)
    // Exchange the message for the reply, and print `client received: ` and `cli::text` of it, on
    // `cli::stdout()`. If the connection broke after it, add a note, `cli::note`, that says so and how:
    // it came all the same. No reply at all is an error, which names the address, and what broke.
    todo!("gap 3: exchange")
}

/// Sends the message; returns everything that came until the connection ended, and how it ended.
fn exchange(stream: &mut TcpStream, message: &[u8]) -> (Vec<u8>, io::Result<()>) {
    // GAP 3 of 3: exchange (place 1 of 2)
    // Send the message, then take everything until the connection ends. Return what came, and how it
    // ended: the first error there was, that of sending too. A server that does not read may be gone
    // when the message is sent, and what it had sent before is there all the same: read it. So no `?`
    // here: it would leave with the error alone, and this returns both, always.
    todo!("gap 3: exchange")
}
