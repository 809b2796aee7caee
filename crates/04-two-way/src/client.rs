//! Sends messages to a server over TCP and prints the reply.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::{Parser, builder::NonEmptyStringValueParser};

/// Send messages to a server and print its reply
#[derive(Parser)]
struct Args {
    /// The messages, each sent by one write
    #[arg(default_value = "Hello World from client", value_parser = NonEmptyStringValueParser::new())]
    messages: Vec<String>,
    /// Where the server listens
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// Wait between two messages
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pause: u64,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    let addr = &args.addr;
    let mut stream = TcpStream::connect(addr).map_err(|error| cli::cannot_connect(addr, error))?;
    // ANCHOR: speak
    for (number, message) in args.messages.iter().enumerate() {
        if number > 0 {
            thread::sleep(Duration::from_millis(args.pause));
        }
        writeln!(cli::stdout(), "client sending: {message}")?;
        send(&mut stream, message.as_bytes()).with_context(|| format!("cannot send to {addr}"))?;
    }
    // ANCHOR_END: speak

    // ANCHOR: hear
    let reply = receive(stream).with_context(|| format!("cannot read the reply from {addr}"))?;
    // ANCHOR: print
    ensure!(!reply.is_empty(), "{addr} closed the connection without a reply");
    writeln!(cli::stdout(), "client received: {}", cli::text(&reply))?;
    // ANCHOR_END: print
    // ANCHOR_END: hear
    Ok(())
}

/// Sends a whole message; the connection stays open.
fn send(stream: &mut TcpStream, message: &[u8]) -> io::Result<()> {
    // ANCHOR: send
    stream.write_all(message)
    // ANCHOR_END: send
}

/// Reads the reply: everything until the server closes its side.
fn receive(mut stream: TcpStream) -> io::Result<Vec<u8>> {
    // ANCHOR: reply
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply)?;
    Ok(reply)
    // ANCHOR_END: reply
}
