//! One thread reads from a client and hands what came to another one, which writes it back.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use clap::Parser;

/// How many buffers may lie between the two threads: without a limit, a client that does not read would fill the memory.
const BUFFERS: usize = 4;

#[derive(Parser)]
struct Args {
    #[arg(long, default_value = cli::DEFAULT_ADDR)]
    addr: String,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    loop {
        if let Err(error) = listener.accept().and_then(|(stream, _)| serve(stream)) {
            cli::accept_failed(&error);
        }
    }
}

fn serve(mut from: TcpStream) -> io::Result<()> {
    let mut to = from.try_clone()?;
    let (hand, taken) = mpsc::sync_channel::<Vec<u8>>(BUFFERS);
    thread::Builder::new().spawn(move || {
        for bytes in taken {
            if let Err(error) = to.write_all(&bytes) {
                return cli::client_lost(error);
            }
        }
    })?;
    thread::Builder::new().spawn(move || {
        let mut buffer = vec![0; 16 * 1024];
        loop {
            match from.read(&mut buffer) {
                Ok(0) => return,
                Ok(count) if hand.send(buffer[..count].to_vec()).is_err() => return,
                Ok(_) => {}
                Err(error) => return cli::client_lost(error),
            }
        }
    })?;
    Ok(())
}
