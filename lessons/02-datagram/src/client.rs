//! Sends messages to a server over UDP, each in a datagram of its own.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, ErrorKind, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs, UdpSocket};
use std::process::ExitCode;

use clap::Parser;

/// Send messages to a server, each in a datagram of its own
#[derive(Parser)]
struct Args {
    /// The messages
    #[arg(value_name = "MESSAGE", default_value = "Hello World from client")]
    messages: Vec<String>,
    /// Where the server receives
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// Send N datagrams instead, as fast as possible: `1 of N`, `2 of N`, …
    #[arg(long, value_name = "N", conflicts_with = "messages", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    count: Option<u32>,
    /// Fill each of the N datagrams with blanks up to this size
    #[arg(long, value_name = "BYTES", default_value_t = 0, requires = "count")]
    size: u16,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    let socket = resolve(&args.addr).and_then(open).map_err(|error| cli::cannot_connect(&args.addr, error))?;
    let send = |datagram: &[u8]| send(&socket, datagram).map_err(|error| cli::cannot_send(&args.addr, error));
    if let Some(count) = args.count {
        writeln!(cli::stdout(), "client sending: numbers 1 to {count}")?;
        (1..=count).try_for_each(|number| send(&numbered(number, count, args.size)))?;
    } else {
        for message in &args.messages {
            writeln!(cli::stdout(), "client sending: {message}")?;
            send(message.as_bytes())?;
        }
    }
    Ok(())
}

/// Finds the address that belongs to a text like `localhost:12345`.
fn resolve(addr: &str) -> io::Result<SocketAddr> {
    addr.to_socket_addrs()?.next().ok_or_else(|| ErrorKind::AddrNotAvailable.into())
}

/// Any address of this machine from which `server` can be reached, with port 0: the system chooses a free one.
fn any_port(server: SocketAddr) -> SocketAddr {
    let ip: IpAddr = if server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    (ip, 0).into()
}

/// Opens a socket whose datagrams go to `server`.
fn open(server: SocketAddr) -> io::Result<UdpSocket> {
    // GAP 4 of 4: open (place 1 of 3)
    // Open a socket on the address that `any_port(server)` gives, where the system chooses the port.
    // Then connect it to `server`. No packet is sent for that: it only notes where datagrams go.
    todo!("gap 4: open")
}

/// Sends one datagram; all of it goes, or nothing.
fn send(socket: &UdpSocket, datagram: &[u8]) -> io::Result<()> {
    // GAP 4 of 4: open (place 2 of 3)
    // Send the bytes as one datagram.
    // All of them go in one call, or none: there is no rest to send and nothing to close.
    todo!("gap 4: open")
}

/// The datagram `number of count`, filled with blanks up to `size` bytes.
fn numbered(number: u32, count: u32, size: u16) -> Vec<u8> {
    // GAP 4 of 4: open (place 3 of 3)
    // Return the bytes of `number of count`, for example `3 of 5000`, with as many blanks after it
    // as it takes to make `size` bytes. One that has more without them stays as it is.
    todo!("gap 4: open")
}
