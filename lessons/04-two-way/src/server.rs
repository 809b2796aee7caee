//! Reads once from every client over TCP, prints what came, and replies.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use clap::Parser;

const REPLY: &[u8] = b"server received your message";

/// How many bytes are read from a client that goes on sending after the reply.
const MOST: u64 = 16 * 1024 * 1024;

/// Print what each client sends, and reply to it
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// Read at most so much of a message
    #[arg(long, value_name = "BYTES", default_value_t = 1024, value_parser = clap::value_parser!(u16).range(1..))]
    buffer: u16,
    /// Wait before reading
    #[arg(long, value_name = "MS", default_value_t = 0)]
    wait: u64,
    /// After the reply, wait so long for the client to send more or to close
    #[arg(long, value_name = "MS", default_value_t = 2000, value_parser = clap::value_parser!(u64).range(1..))]
    patience: u64,
    /// After the reply, drop the connection instead of closing it in order
    #[arg(long)]
    drop: bool,
}

fn main() -> ExitCode {
    cli::exit(run(Args::parse()))
}

fn run(args: Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    let args = Arc::new(args);
    loop {
        if let Err(error) = listener.accept().and_then(|(stream, _addr)| start(stream, &args)) {
            cli::accept_failed(&error);
        }
    }
}

/// Gives the client a thread of its own, so that one that stays silent keeps nobody waiting.
fn start(stream: TcpStream, args: &Arc<Args>) -> io::Result<()> {
    let args = Arc::clone(args);
    let serve = move || serve(stream, &args).unwrap_or_else(cli::client_lost);
    thread::Builder::new().spawn(serve).map(drop)
}

/// One conversation: the client speaks, the server answers, and both close.
fn serve(mut stream: TcpStream, args: &Args) -> io::Result<()> {
    // GAP 1 of 4: receive (place 3 of 3)
    // One conversation: wait for `args.wait` milliseconds (`thread::sleep`), read once, at most
    // `args.buffer` bytes, and answer. Then `close` the connection, with the patience of
    // `args.patience` milliseconds, unless `args.drop` says to leave it at that.
    todo!("gap 1: receive")
}

/// Reads once: what has arrived so far, at most `size` bytes.
fn receive(stream: &mut TcpStream, size: usize) -> io::Result<Vec<u8>> {
    // GAP 1 of 4: receive (place 1 of 3)
    // Read once, into a buffer of `size` bytes, and return the bytes that came.
    // Do not wait for more: the client keeps its side open while it waits for a reply.
    todo!("gap 1: receive")
}

/// Prints a message and replies to it; no bytes are no message.
fn answer(stream: &mut TcpStream, message: &[u8]) -> io::Result<()> {
    // GAP 1 of 4: receive (place 2 of 3)
    // No bytes are no message: then print nothing and send nothing.
    // Otherwise print the line `server received: ` with `cli::text` of the message, then the line
    // `server sending reply`, and send all of REPLY. Print on `cli::transcript()`.
    todo!("gap 1: receive")
}

/// Says that nothing more will come, then reads what the client still sends until it closes its side.
fn close(stream: TcpStream, patience: Duration) -> io::Result<()> {
    // GAP 2 of 4: close
    // This drops the connection, whatever is still to be read. Close it in order instead: say that
    // nothing more will come; then read what the client still sends, and throw it away, until it
    // closes its side. No read may wait longer than `patience`, and after MOST bytes it is enough.
    // However that reading ends, even with an error, the client has its reply: return Ok. So too where
    // the time limit cannot be set: macOS refuses it once both sides have closed.
    Ok(())
}
