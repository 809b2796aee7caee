//! Copies standard input to a server, and what the server returns to standard output, at the same time.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, anyhow, ensure};
use clap::Parser;

/// Send standard input to a server and print what it returns
#[derive(Parser)]
struct Args {
    /// Where the server listens
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// Send everything before reading anything, as many programs do by mistake
    #[arg(long)]
    write_first: bool,
}

const STALLED: &str = "the server waits for us to read, we wait for it to read";

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    let stream = TcpStream::connect(&args.addr).map_err(|error| cli::cannot_connect(&args.addr, error))?;
    if args.write_first { write_first(&stream) } else { copy_both_ways(&stream) }
}

/// Receives here, and sends in a thread of its own.
fn copy_both_ways(stream: &TcpStream) -> anyhow::Result<()> {
    // GAP 5 of 5: both-ways
    // This works for short inputs, and not while somebody types. Send and receive at the same time:
    // each in a thread of its own. When the server closes its side, the client ends, whatever the
    // sending thread is doing: it may wait for input for ever. It is a failure when the server closed
    // before everything was sent, or when fewer bytes came back than were sent, or when sending failed.
    let sent = send(stream)?;
    half_close(stream)?;
    let received = receive(stream)?;
    ensure!(received >= sent, "the server closed the connection after {received} of {sent} bytes");
    Ok(())
}

/// Sends standard input to its end; returns how many bytes that were.
fn send(mut stream: &TcpStream) -> anyhow::Result<u64> {
    // GAP 3 of 5: send (place 1 of 2)
    // Copy standard input, `io::stdin()`, to the server, to its end; return how many bytes it was.
    // What a read of the input brought is sent before the next read: somebody may be typing.
    // An input that cannot be read, and a connection that takes nothing more, are errors to return.
    todo!("gap 3: send")
}

/// Says that nothing more will be sent; receiving goes on.
fn half_close(stream: &TcpStream) -> io::Result<()> {
    // GAP 3 of 5: send (place 2 of 2)
    // Tell the server that nothing more will come, and keep the other direction open.
    todo!("gap 3: send")
}

/// Prints what the server returns until the server closes its side; returns how many bytes that were.
fn receive(mut stream: &TcpStream) -> anyhow::Result<u64> {
    // GAP 4 of 5: receive (place 1 of 2)
    // Hand to `print` what each read of the socket brings, as soon as it is there, until the server
    // closes its side; return how many bytes it was. Errors are returned; the end is not one.
    Err(anyhow!("nothing is received yet (gap 4)"))
}

/// Prints bytes at once: standard output would hold an unfinished line back.
fn print(bytes: &[u8]) -> anyhow::Result<()> {
    // GAP 4 of 5: receive (place 2 of 2)
    // Print these bytes on standard output, at once: a part of a line too. `cli::shown` makes of them the
    // bytes to print: for a terminal it escapes what would steer it, for a file or a pipe they stay as
    // they are. Where nobody takes them, that is an error to return.
    todo!("gap 4: receive")
}

/// Sends everything, then receives; gives up when the connection has taken nothing for a second.
fn write_first(mut stream: &TcpStream) -> anyhow::Result<()> {
    stream.set_write_timeout(Some(Duration::from_secs(1)))?;
    let mut input = Vec::new();
    io::stdin().read_to_end(&mut input).context("cannot read standard input")?;
    let mut sent = 0;
    while sent < input.len() {
        sent += stream.write(&input[sent..]).or_else(|error| match error.kind() {
            // The program was stopped (Ctrl-Z) and goes on.
            ErrorKind::Interrupted => Ok(0),
            ErrorKind::WouldBlock | ErrorKind::TimedOut => Err(anyhow!("stalled after {sent} bytes: {STALLED}")),
            _ => Err(anyhow!("cannot send to the server: {error}")),
        })?;
    }
    half_close(stream)?;
    receive(stream).map(|_received| ())
}
