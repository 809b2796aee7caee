//! Returns every byte to the client that sent it, until the client closes its side.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;

use clap::Parser;

/// Return every byte to the client that sent it
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    // GAP 2 of 5: accept (place 1 of 2)
    // This loop takes the next client only when the last one has gone, and ends with the first error.
    // Let it go on for ever: a connection that cannot be taken, or a client for whom `serve` fails,
    // is told by `cli::accept_failed`, and the next one is waited for.
    loop {
        let (stream, _client_addr) = listener.accept()?;
        serve(stream)?;
    }
}

/// Sees to the echo for one client. The next client must not wait for this one.
fn serve(stream: TcpStream) -> io::Result<()> {
    // GAP 2 of 5: accept (place 2 of 2)
    // Run the echo of this client in a thread of its own, and return without waiting for it.
    // The system may have no thread left: that is an error to return, not a panic.
    echo(stream).unwrap_or_else(cli::client_lost);
    Ok(())
}

/// Returns every byte until the client closes its side. Dropping the stream then closes ours.
fn echo(mut stream: TcpStream) -> io::Result<()> {
    // GAP 1 of 5: echo
    // Return to the client every byte that it sends, as soon as it is there, until the client
    // closes its side. Whatever the bytes are, however they come, and however many they are:
    // one small buffer has to do, and a write may take only a part of what it is given.
    // An error of the connection is not its end: return it.
    todo!("gap 1: echo")
}
