//! The same client in another style: a socket per kind of address, and one row of datagrams for both kinds of messages.

use std::io::{self, Write};
use std::net::{ToSocketAddrs, UdpSocket};
use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
struct Args {
    #[arg(default_value = "Hello World from client")]
    messages: Vec<String>,
    #[arg(long, default_value = cli::DEFAULT_ADDR)]
    addr: String,
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    count: Option<u32>,
    #[arg(long, default_value_t = 0)]
    size: u16,
}

fn main() -> ExitCode {
    let args = Args::parse();
    cli::exit(speak(&args).map_err(|error| cli::cannot_send(&args.addr, error)))
}

fn speak(args: &Args) -> io::Result<()> {
    let server = args.addr.to_socket_addrs()?.next().ok_or(io::ErrorKind::NotFound)?;
    let socket = UdpSocket::bind(if server.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" })?;
    socket.connect(server)?;
    let datagrams: Box<dyn Iterator<Item = String>> = match args.count {
        None => Box::new(args.messages.iter().cloned()),
        Some(count) => Box::new((1..=count).map(move |number| {
            let mut text = format!("{number} of {count}");
            text.extend(std::iter::repeat_n(' ', usize::from(args.size).saturating_sub(text.len())));
            text
        })),
    };
    for datagram in datagrams {
        socket.send(datagram.as_bytes())?;
        if args.count.is_none() {
            writeln!(io::stdout(), "client sending: {datagram}")?;
        }
    }
    Ok(())
}
