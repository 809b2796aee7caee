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
    // GAP 3 of 4: speak (place 1 of 2)
    // Send the messages of `args`, one after the other, each by one call of `send`. Before each, print
    // the line `client sending: ` with the message, on `cli::stdout()`. Between two of them, wait for
    // `args.pause` milliseconds. The first error ends the program: it says that nothing can be sent,
    // and to which address.
    todo!("gap 3: speak");

    // GAP 4 of 4: reply (place 2 of 2)
    // Receive the reply and print it: `client received: ` and `cli::text` of its bytes, on
    // `cli::stdout()`. No bytes are no reply, and that is an error. Errors name the address.
    receive(stream)?;
    Ok(())
}

/// Sends a whole message; the connection stays open.
fn send(stream: &mut TcpStream, message: &[u8]) -> io::Result<()> {
    // GAP 3 of 4: speak (place 2 of 2)
    // Send every byte of the message, and nothing else.
    // The connection stays open: the reply comes over it, and more messages may follow.
    todo!("gap 3: speak")
}

/// Reads the reply: everything until the server closes its side.
fn receive(mut stream: TcpStream) -> io::Result<Vec<u8>> {
    // GAP 4 of 4: reply (place 1 of 2)
    // This takes the reply and forgets it. Return every byte of it: it ends where the server closes
    // its side. An error on the way is an error here too: a part of a reply is no reply.
    io::copy(&mut stream, &mut io::sink())?;
    Ok(Vec::new())
}
