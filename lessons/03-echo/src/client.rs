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
    let to_server = stream.try_clone()?;
    let (report, reports) = mpsc::channel();
    thread::Builder::new().spawn(move || {
        // The report goes out before the half-close: whoever sees the server's end finds it there.
        let _ = report.send(send(&to_server));
        half_close(&to_server)
    })?;
    let received = receive(stream)?;
    // The sending thread may wait for input for ever, so nobody waits for the thread.
    let sent = reports.try_recv().ok().context("the server closed the connection before the end of the input")??;
    ensure!(received >= sent, "the server closed the connection after {received} of {sent} bytes");
    Ok(())
}

/// Sends standard input to its end; returns how many bytes that were.
fn send(mut stream: &TcpStream) -> anyhow::Result<u64> {
    // GAP 3 of 5: send
    // Copy `io::stdin()` to the server until a read of it returns 0.
    // Send what each read brought before the next read: somebody may be typing.
    // Return how many bytes it was in all, as a `u64`.
    todo!("gap 3: send")
}

/// Says that nothing more will be sent; receiving goes on.
fn half_close(stream: &TcpStream) -> io::Result<()> {
    // GAP 4 of 5: half-close
    // Tell the server that nothing more will come, and keep the other direction open.
    todo!("gap 4: half-close")
}

/// Prints what the server returns until the server closes its side; returns how many bytes that were.
fn receive(mut stream: &TcpStream) -> anyhow::Result<u64> {
    // GAP 5 of 5: receive
    // Hand what each read of the socket brings to `print`, until a read returns 0.
    // Return how many bytes it was in all, as a `u64`.
    todo!("gap 5: receive")
}

/// Prints bytes at once: standard output would hold an unfinished line back.
fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut stdout = io::stdout();
    stdout.write_all(&cli::shown(bytes)).and_then(|()| stdout.flush()).context("cannot write to standard output")
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
