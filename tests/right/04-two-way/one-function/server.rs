//! The whole conversation in one function, with the reply sent before the lines are printed.

use std::io::{ErrorKind, Read, Write, stdout};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use clap::Parser;

/// Print what each client sends, and reply to it
#[derive(Parser)]
struct Args {
    /// Where to listen
    #[arg(long, default_value = cli::DEFAULT_ADDR)]
    addr: String,
}

fn main() -> ExitCode {
    let args = Args::parse();
    if let Err(error) = cli::exit_on_interrupt() {
        return cli::exit(Err(error));
    }
    let listener = match TcpListener::bind(&args.addr) {
        Ok(listener) => listener,
        Err(error) => return cli::exit(Err(cli::cannot_listen(&args.addr, error))),
    };
    match listener.local_addr() {
        Ok(addr) => cli::listening_on(addr),
        Err(error) => return cli::exit(Err(error)),
    }
    thread::scope(|scope| {
        for client in listener.incoming() {
            match client {
                Ok(client) => drop(scope.spawn(move || drop(talk(client)))),
                Err(error) => cli::accept_failed(&error),
            }
        }
    });
    ExitCode::SUCCESS
}

fn talk(mut client: TcpStream) -> std::io::Result<()> {
    let mut buffer = [0; 2000];
    let heard = loop {
        match client.read(&mut buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            other => break other?,
        }
    };
    if heard > 0 {
        let sent = client.write_all(b"server received your message");
        writeln!(stdout(), "server received: {}", cli::text(&buffer[..heard]))?;
        writeln!(stdout(), "server sending reply")?;
        sent?;
    }
    client.shutdown(Shutdown::Write)?;
    client.set_read_timeout(Some(Duration::from_secs(1)))?;
    for _ in 0..100_000 {
        if client.read(&mut buffer)? == 0 {
            break;
        }
    }
    Ok(())
}
