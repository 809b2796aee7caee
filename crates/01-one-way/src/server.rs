//! Prints what a client sends over TCP until the client closes its side.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;

use clap::Parser;

/// Print what one client sends until it closes, then end
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// Go on with other clients instead of ending
    #[arg(long)]
    forever: bool,
    /// Take what one read returns for the whole message, as many programs do by mistake
    #[arg(long)]
    read_once: bool,
}

type Receive = fn(TcpStream) -> io::Result<Vec<u8>>;

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = listen(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    let receive = if args.read_once { receive_once } else { receive };
    if args.forever { serve_forever(&listener, receive) } else { serve_one(&listener, receive) }
}

/// Ends after the first client that was heard to its end; one whose connection broke does not count.
fn serve_one(listener: &TcpListener, receive: Receive) -> anyhow::Result<()> {
    // ANCHOR: serve_one
    loop {
        match accept(listener).map(receive) {
            Ok(Ok(message)) => return Ok(print(&message)?),
            Ok(Err(error)) => cli::client_lost(error),
            Err(error) => cli::accept_failed(&error),
        }
    }
    // ANCHOR_END: serve_one
}

/// Gives each client a thread, so that one that stays silent keeps nobody waiting.
fn serve_forever(listener: &TcpListener, receive: Receive) -> ! {
    let serve = move |stream| receive(stream).and_then(|message| print(&message)).unwrap_or_else(cli::client_lost);
    loop {
        let started = accept(listener).and_then(|stream| thread::Builder::new().spawn(move || serve(stream)));
        if let Err(error) = started {
            cli::accept_failed(&error);
        }
    }
}

/// Opens a socket that listens on `addr`.
fn listen(addr: &str) -> io::Result<TcpListener> {
    // ANCHOR: listen
    TcpListener::bind(addr)
    // ANCHOR_END: listen
}

/// Waits for the next client and returns the connection to it.
fn accept(listener: &TcpListener) -> io::Result<TcpStream> {
    // ANCHOR: accept
    let (stream, _client_addr) = listener.accept()?;
    Ok(stream)
    // ANCHOR_END: accept
}

/// Reads what the client sends until it closes its side.
fn receive(mut stream: TcpStream) -> io::Result<Vec<u8>> {
    // ANCHOR: receive
    let mut message = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(message);
        }
        message.extend_from_slice(&buffer[..count]);
    }
    // ANCHOR_END: receive
}

// ANCHOR: receive_once
/// Reads whatever one read returns: the first packet, perhaps a part of it, perhaps several.
fn receive_once(mut stream: TcpStream) -> io::Result<Vec<u8>> {
    let mut buffer = [0; 1024];
    let count = stream.read(&mut buffer)?;
    Ok(buffer[..count].to_vec())
}
// ANCHOR_END: receive_once

// ANCHOR: print
/// Prints a message; bytes in it that are not text stand as `\xNN`.
fn print(message: &[u8]) -> io::Result<()> {
    writeln!(cli::transcript(), "server received: {}", cli::text(message))
}
// ANCHOR_END: print
