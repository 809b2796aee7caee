//! Sends one message to a server over TCP.

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
    // ANCHOR: run
    let stream = connect(&args.addr).map_err(|error| cli::cannot_connect(&args.addr, error))?;
    writeln!(cli::stdout(), "client sending: {}", args.message)?;
    send(stream, args.message.as_bytes()).with_context(|| format!("cannot send to {}", args.addr))
    // ANCHOR_END: run
}

/// Opens a connection to the server at `addr`.
fn connect(addr: &str) -> io::Result<TcpStream> {
    // ANCHOR: connect
    TcpStream::connect(addr)
    // ANCHOR_END: connect
}

/// Sends the whole message, then says that nothing more will come.
fn send(mut stream: TcpStream, message: &[u8]) -> io::Result<()> {
    // ANCHOR: send
    stream.write_all(message)?;
    stream.shutdown(Shutdown::Write)
    // ANCHOR_END: send
}
