//! Serves all clients in one thread: asks each whether something is to be done, and sleeps a little when nothing was.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use clap::Parser;

#[derive(Parser)]
struct Args {
    #[arg(long, default_value = cli::DEFAULT_ADDR)]
    addr: String,
}

/// A client, and what came from it and has not gone back yet.
struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
    pending: std::ops::Range<usize>,
}

enum Progress {
    Some,
    None,
    End,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    listener.set_nonblocking(true)?;
    cli::listening_on(listener.local_addr()?);
    let mut clients: Vec<Client> = Vec::new();
    loop {
        let mut busy = false;
        loop {
            let stream = match listener.accept() {
                Ok((stream, _)) => stream,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => {
                    cli::accept_failed(&error);
                    break;
                }
            };
            busy = true;
            if stream.set_nonblocking(true).is_ok() {
                clients.push(Client { stream, buffer: vec![0; 64 * 1024], pending: 0..0 });
            }
        }
        clients.retain_mut(|client| match client.step() {
            Ok(Progress::Some) => {
                busy = true;
                true
            }
            Ok(Progress::None) => true,
            Ok(Progress::End) => false,
            Err(error) => {
                cli::client_lost(error);
                false
            }
        });
        if !busy {
            thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Client {
    fn step(&mut self) -> io::Result<Progress> {
        let result = if self.pending.is_empty() {
            self.stream.read(&mut self.buffer).map(|count| {
                self.pending = 0..count;
                if count == 0 { Progress::End } else { Progress::Some }
            })
        } else {
            self.stream.write(&self.buffer[self.pending.clone()]).map(|count| {
                self.pending.start += count;
                Progress::Some
            })
        };
        match result {
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(Progress::None),
            result => result,
        }
    }
}
