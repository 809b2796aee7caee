//! A scope around the accept loop, and the echo as a fold over reads.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;

use clap::Parser;

#[derive(Parser)]
struct Args {
    #[arg(long, default_value = cli::DEFAULT_ADDR)]
    addr: String,
}

fn main() -> ExitCode {
    cli::exit(run())
}

fn run() -> anyhow::Result<()> {
    let Args { addr } = Args::parse();
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&addr).map_err(|error| cli::cannot_listen(&addr, error))?;
    cli::listening_on(listener.local_addr()?);
    thread::scope(|scope| {
        for stream in listener.incoming() {
            let started = stream.and_then(|stream| {
                thread::Builder::new().stack_size(256 * 1024).spawn_scoped(scope, move || {
                    echo(&stream).unwrap_or_else(cli::client_lost);
                })
            });
            if let Err(error) = started {
                cli::accept_failed(&error);
            }
        }
    });
    Ok(())
}

fn echo(stream: &TcpStream) -> io::Result<()> {
    let (mut from, mut to) = (stream, stream);
    let mut buffer = [0; 4096];
    while let count @ 1.. = from.read(&mut buffer)? {
        to.write_all(&buffer[..count])?;
    }
    Ok(())
}
