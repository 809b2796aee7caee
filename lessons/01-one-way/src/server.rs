//! Prints what a client sends over TCP until the client closes its side.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

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
    // GAP 1 of 3: listen (place 3 of 3)
    // Serve clients until one was heard to its end: `receive` returns its message, `print` prints it,
    // and the server is done. A client for whom `receive` fails does not count: `cli::client_lost` says
    // so, and the next one is waited for. Where no connection can be taken, `cli::accept_failed` says
    // so, and pauses.
    todo!("gap 1: listen")
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
    // GAP 1 of 3: listen (place 1 of 3)
    // Open a socket that listens on `addr`, a text like "127.0.0.1:12345" or "localhost:12345".
    todo!("gap 1: listen")
}

/// Waits for the next client and returns the connection to it.
fn accept(listener: &TcpListener) -> io::Result<TcpStream> {
    // GAP 1 of 3: listen (place 2 of 3)
    // Wait for the next client and return the connection to it.
    // The system also tells the client's address; this server has no use for it.
    todo!("gap 1: listen")
}

/// Reads what the client sends until it closes its side.
fn receive(mut stream: TcpStream) -> io::Result<Vec<u8>> {
    // GAP 2 of 3: receive
    // Return every byte the client sends until it closes its side.
    // One read returns what has arrived so far, at most as much as the buffer holds;
    // a read that returns 0 says that nothing more will come.
    todo!("gap 2: receive")
}

/// Reads whatever one read returns: the first packet, perhaps a part of it, perhaps several.
fn receive_once(mut stream: TcpStream) -> io::Result<Vec<u8>> {
    let mut buffer = [0; 1024];
    let count = stream.read(&mut buffer)?;
    Ok(buffer[..count].to_vec())
}

/// Prints a message; bytes in it that are not text stand as `\xNN`.
fn print(message: &[u8]) -> io::Result<()> {
    writeln!(cli::transcript(), "server received: {}", cli::text(message))
}
