//! Sends one message to a server over TCP.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, Write};
use std::net::{Shutdown, TcpStream};
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;

/// Send one message to a server
#[derive(Parser)]
struct Args {
    /// The message
    #[arg(default_value = "Hello World from client")]
    message: String,
    /// Where the server listens
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

/// Connects, says what is sent, and sends it.
fn run(args: &Args) -> anyhow::Result<()> {
    // GAP 3 of 3: connect (place 3 of 3)
    // Connect to `args.addr`; print the line `client sending: ` with the message; then send its bytes.
    // Print with `writeln!(cli::stdout(), …)`. An error of connecting becomes
    // `cli::cannot_connect(&args.addr, error)`. An error of sending gets words with the address in
    // front: `.with_context(|| …)`, of the crate anyhow, takes a closure that returns them.
    todo!("gap 3: connect")
}

/// Opens a connection to the server at `addr`.
fn connect(addr: &str) -> io::Result<TcpStream> {
    // GAP 3 of 3: connect (place 1 of 3)
    // Open a connection to the server at `addr`, a text like "127.0.0.1:12345" or "localhost:12345".
    todo!("gap 3: connect")
}

/// Sends the whole message, then says that nothing more will come.
fn send(mut stream: TcpStream, message: &[u8]) -> io::Result<()> {
    // GAP 3 of 3: connect (place 2 of 3)
    // Send every byte of the message, then say that nothing more will come.
    // One write may take only a part of the bytes.
    todo!("gap 3: connect")
}
