//! Copies standard input to a server, and what the server returns to standard output, at the same time.

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
    // ANCHOR: both-ways
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
    // ANCHOR_END: both-ways
}

/// Sends standard input to its end; returns how many bytes that were.
fn send(mut stream: &TcpStream) -> anyhow::Result<u64> {
    // ANCHOR: send
    let mut sent = 0;
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = io::stdin().read(&mut buffer).context("cannot read standard input")?;
        if count == 0 {
            return Ok(sent);
        }
        stream.write_all(&buffer[..count]).context("cannot send to the server")?;
        sent += count as u64;
    }
    // ANCHOR_END: send
}

/// Says that nothing more will be sent; receiving goes on.
fn half_close(stream: &TcpStream) -> io::Result<()> {
    // ANCHOR: half-close
    stream.shutdown(Shutdown::Write)
    // ANCHOR_END: half-close
}

/// Prints what the server returns until the server closes its side; returns how many bytes that were.
fn receive(mut stream: &TcpStream) -> anyhow::Result<u64> {
    // ANCHOR: receive
    let mut received = 0;
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = stream.read(&mut buffer).context("cannot receive from the server")?;
        if count == 0 {
            return Ok(received);
        }
        print(&buffer[..count])?;
        received += count as u64;
    }
    // ANCHOR_END: receive
}

/// Prints bytes at once: standard output would hold an unfinished line back.
fn print(bytes: &[u8]) -> anyhow::Result<()> {
    // ANCHOR: print
    let mut stdout = io::stdout();
    stdout.write_all(&cli::shown(bytes)).and_then(|()| stdout.flush()).context("cannot write to standard output")
    // ANCHOR_END: print
}

/// Sends everything, then receives; gives up when the connection has taken nothing for a second.
fn write_first(mut stream: &TcpStream) -> anyhow::Result<()> {
    // ANCHOR: write-first
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
    // ANCHOR_END: write-first
}
