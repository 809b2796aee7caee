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
    loop {
        let served = listener.accept().and_then(|(stream, _client_addr)| serve(stream));
        if let Err(error) = served {
            cli::accept_failed(&error);
        }
    }
}

/// Starts the echo for one client, and returns at once: the next client must not wait for this one.
fn serve(stream: TcpStream) -> io::Result<()> {
    let echo = move || echo(stream).unwrap_or_else(cli::client_lost);
    // GAP 1 of 5: serve
    // Run the closure `echo` in a thread of its own, and return without waiting for it.
    // `thread::Builder` returns an error where `thread::spawn` would panic: pass it on.
    todo!("gap 1: serve")
}

/// Returns every byte until the client closes its side. Dropping the stream then closes ours.
fn echo(mut stream: TcpStream) -> io::Result<()> {
    // GAP 2 of 5: echo
    // Read what has arrived and write it back, again and again.
    // A read that returns 0 says that the client has closed its side: return then.
    // A write may take only a part: write until nothing is left.
    todo!("gap 2: echo")
}
