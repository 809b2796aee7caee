//! Prints what comes in datagrams over UDP, or counts which of many came.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

mod numbered;

use std::io::{self, ErrorKind, Read, Write};
use std::net::UdpSocket;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use socket2::SockRef;

/// Print what comes in one datagram, then end
#[derive(Parser)]
struct Args {
    /// Where to receive; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// Go on with other datagrams instead of ending
    #[arg(long)]
    forever: bool,
    /// Keep at most this much of a datagram
    #[arg(long, value_name = "BYTES", default_value_t = 1024)]
    buffer: u16,
    /// Let the system store about this much until it is read
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u32).range(1..=1 << 30))]
    receive_buffer: Option<u32>,
    /// Read nothing until Enter is pressed
    #[arg(long)]
    hold: bool,
    /// Count which of the datagrams `1 of N`, `2 of N`, … come
    #[arg(long, value_name = "N", conflicts_with = "forever", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    count: Option<u32>,
    /// Stop counting when no new one has come for so long
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    patience: u32,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let socket = bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    if let Some(bytes) = args.receive_buffer {
        let set = SockRef::from(&socket).set_recv_buffer_size(bytes as usize);
        set.with_context(|| format!("cannot set a receive buffer of {bytes} bytes"))?;
    }
    cli::listening_on(socket.local_addr()?);
    if args.hold {
        cli::note("reading nothing until you press Enter");
        io::stdin().lock().bytes().next().transpose().context("cannot wait for Enter")?;
    }
    match args.count {
        Some(count) => numbered::count(&socket, count, Duration::from_millis(args.patience.into()))?,
        None => print_datagrams(&socket, args)?,
    }
    Ok(())
}

/// Prints one datagram, or with `--forever` one after the other, whoever sends them.
fn print_datagrams(socket: &UdpSocket, args: &Args) -> io::Result<()> {
    // GAP 1 of 4: bind (place 3 of 3)
    // Take a datagram with `next_datagram`, of at most `args.buffer` bytes, and print
    // `server received: ` and `cli::text` of it, on `cli::transcript()`. Of one that was cut, say so:
    // `cli::note` with "cut: the datagram is longer than the buffer of N bytes". With `args.forever`,
    // do that again and again. Return an error of `next_datagram`.
    todo!("gap 1: bind")
}

/// Opens a socket that receives what is sent to `addr`.
fn bind(addr: &str) -> io::Result<UdpSocket> {
    // GAP 1 of 4: bind (place 1 of 3)
    // Open a socket that receives what is sent to `addr`,
    // a text like "127.0.0.1:12345" or "localhost:12345".
    todo!("gap 1: bind")
}

/// Waits for the next datagram and returns at most `limit` bytes of it, and whether it was longer.
fn next_datagram(socket: &UdpSocket, limit: usize) -> io::Result<(Vec<u8>, bool)> {
    // GAP 2 of 4: next
    // This cuts a datagram that is too long, as the system does, and does not say so. Return at most
    // `limit` bytes of the next datagram that `receive` brings, and whether it was longer. Windows
    // says that with the error WINDOWS_TOO_LONG (`raw_os_error`), and has filled the buffer: only there
    // does a test see it. An error that `says_nothing_of_this_datagram` does not count: receive again;
    // a test of gap 3, which waits with a time limit, sees whether you do. Return other errors.
    let mut buffer = vec![0; limit];
    let count = receive(socket, &mut buffer)?;
    buffer.truncate(count);
    Ok((buffer, false))
}

/// WSAEMSGSIZE: where other systems cut a datagram in silence, Windows fills the buffer and returns this error.
const WINDOWS_TOO_LONG: i32 = 10040;

/// A signal interrupted the wait, or (on Windows) something that was sent from this socket earlier was refused.
fn says_nothing_of_this_datagram(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused)
}

/// Waits for the next datagram, whoever sends it, and puts it into `buffer`; returns how many bytes came.
fn receive(socket: &UdpSocket, buffer: &mut [u8]) -> io::Result<usize> {
    // GAP 1 of 4: bind (place 2 of 3)
    // Wait for the next datagram, whoever sends it, and put it into `buffer`.
    // Return how many bytes came; 0 is a number like any other.
    // The system also tells the sender's address; this server has no use for it.
    todo!("gap 1: bind")
}
