//! Returns every byte to the client that sent it, until the client closes its side.

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
    // ANCHOR: accept
    loop {
        let served = listener.accept().and_then(|(stream, _client_addr)| serve(stream));
        if let Err(error) = served {
            cli::accept_failed(&error);
        }
    }
    // ANCHOR_END: accept
}

/// Sees to the echo for one client. The next client must not wait for this one.
fn serve(stream: TcpStream) -> io::Result<()> {
    // ANCHOR: thread
    let echo = move || echo(stream).unwrap_or_else(cli::client_lost);
    // ANCHOR: serve
    thread::Builder::new().spawn(echo)?;
    Ok(())
    // ANCHOR_END: serve
    // ANCHOR_END: thread
}

/// Returns every byte until the client closes its side. Dropping the stream then closes ours.
fn echo(mut stream: TcpStream) -> io::Result<()> {
    // ANCHOR: echo
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        stream.write_all(&buffer[..count])?;
    }
    // ANCHOR_END: echo
}
