//! Sends messages to a server over TCP and prints the reply.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

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
    for (number, message) in args.messages.iter().enumerate() {
        if number > 0 {
            thread::sleep(Duration::from_millis(args.pause));
        }
        writeln!(cli::stdout(), "client sending: {message}")?;
        send(&mut stream, message.as_bytes()).with_context(|| format!("cannot send to {addr}"))?;
    }
    let reply = receive(stream).with_context(|| format!("cannot read the reply from {addr}"))?;
    ensure!(!reply.is_empty(), "{addr} closed the connection without a reply");
    writeln!(cli::stdout(), "client received: {}", cli::text(&reply))?;
    Ok(())
}

/// Sends a whole message; the connection stays open.
fn send(stream: &mut TcpStream, message: &[u8]) -> io::Result<()> {
    // GAP 4 of 5: send
    // Send every byte of the message, and nothing else.
    // The connection stays open: the reply comes over it, and more messages may follow.
    todo!("gap 4: send")
}

/// Reads the reply: everything until the server closes its side.
fn receive(mut stream: TcpStream) -> io::Result<Vec<u8>> {
    // GAP 5 of 5: reply
    // Return every byte of the reply: it ends where the server closes its side.
    // An error on the way is an error here too: a part of a reply is no reply.
    todo!("gap 5: reply")
}
