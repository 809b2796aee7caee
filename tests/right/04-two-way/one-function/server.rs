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
    /// Read at most so many bytes of a message
    #[arg(long, default_value_t = 1024)]
    buffer: usize,
    /// Wait so many milliseconds for more after the reply
    #[arg(long, default_value_t = 1000)]
    patience: u64,
    /// Drop the connection after the reply
    #[arg(long)]
    drop: bool,
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
                Ok(client) => drop(scope.spawn(|| talk(client, &args).unwrap_or_else(cli::client_lost))),
                Err(error) => cli::accept_failed(&error),
            }
        }
    });
    ExitCode::SUCCESS
}

fn talk(mut client: TcpStream, args: &Args) -> std::io::Result<()> {
    let mut buffer = vec![0; args.buffer];
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
    if args.drop {
        return Ok(());
    }
    client.shutdown(Shutdown::Write)?;
    client.set_read_timeout(Some(Duration::from_millis(args.patience)))?;
    let mut rest = 0;
    let mut buffer = vec![0; 8192];
    while rest < 16 << 20 {
        match client.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(count) => rest += count,
        }
    }
    Ok(())
}
