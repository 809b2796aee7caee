//! Both directions in scoped threads that share one stream; the receiving one ends the program when the server does.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::{self, ExitCode};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use clap::Parser;

#[derive(Parser)]
struct Args {
    #[arg(long, default_value = cli::DEFAULT_ADDR)]
    addr: String,
    #[arg(long)]
    write_first: bool,
}

/// Stands in the place of the number of bytes sent while the input has not ended.
const STILL_SENDING: u64 = u64::MAX;

fn main() -> ExitCode {
    let args = Args::parse();
    match TcpStream::connect(&args.addr) {
        Ok(stream) => cli::exit(talk(&stream)),
        Err(error) => cli::exit(Err(cli::cannot_connect(&args.addr, error))),
    }
}

fn talk(stream: &TcpStream) -> io::Result<()> {
    let sent = AtomicU64::new(STILL_SENDING);
    thread::scope(|scope| {
        let sender = scope.spawn(|| {
            if let Ok(count) = io::copy(&mut io::stdin(), &mut &*stream) {
                sent.store(count, Ordering::Release);
            }
            stream.shutdown(Shutdown::Write)
        });
        let received = receive(stream).unwrap_or_else(|error| end(&format!("while receiving: {error}")));
        match sent.load(Ordering::Acquire) {
            STILL_SENDING if sender.is_finished() => end("while sending: the connection broke"),
            STILL_SENDING => end("the server went away"),
            sent if sent > received => end(&format!("only {received} of {sent} bytes came back")),
            _ => Ok(()),
        }
    })
}

/// The scope would wait for the other thread, which may wait for input for ever.
fn end(problem: &str) -> ! {
    cli::note(format_args!("error: {problem}"));
    process::exit(1)
}

fn receive(mut stream: &TcpStream) -> io::Result<u64> {
    let mut stdout = io::stdout().lock();
    let mut buffer = vec![0; 64 * 1024];
    let mut received = 0;
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(received);
        }
        stdout.write_all(&buffer[..count])?;
        stdout.flush()?;
        received += count as u64;
    }
}
