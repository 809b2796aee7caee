//! Sends a message to a server over TCP and prints everything that comes back.

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
    // ANCHOR: told
    let (reply, end) = exchange(&mut stream, message.as_bytes());
    if reply.is_empty() {
        end.with_context(|| format!("cannot get a reply from {addr}"))?;
        bail!("{addr} closed the connection without a reply");
    }
    writeln!(cli::stdout(), "client received: {}", cli::text(&reply))?;
    end.unwrap_or_else(|error| cli::note(format_args!("the connection broke after these bytes: {error}")));
    Ok(())
    // ANCHOR_END: told
}

// ANCHOR: fn_exchange
/// Sends the message; returns everything that came until the connection ended, and how it ended.
fn exchange(stream: &mut TcpStream, message: &[u8]) -> (Vec<u8>, io::Result<()>) {
    // ANCHOR: exchange
    let mut reply = Vec::new();
    // A server that does not read may have gone already. What it sent before is here all the same.
    let sent = stream.write_all(message);
    let read = stream.read_to_end(&mut reply).map(drop);
    (reply, read.and(sent))
    // ANCHOR_END: exchange
}
// ANCHOR_END: fn_exchange
