//! Reads once from every client over TCP, prints what came, and replies.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use clap::Parser;

const REPLY: &[u8] = b"server received your message";

/// How many bytes are read from a client that goes on sending after the reply.
const MOST: u64 = 16 * 1024 * 1024;

/// Print what each client sends, and reply to it
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// Read at most so much of a message
    #[arg(long, value_name = "BYTES", default_value_t = 1024, value_parser = clap::value_parser!(u16).range(1..))]
    buffer: u16,
    /// Wait before reading
    #[arg(long, value_name = "MS", default_value_t = 0)]
    wait: u64,
    /// After the reply, wait so long for the client to send more or to close
    #[arg(long, value_name = "MS", default_value_t = 2000, value_parser = clap::value_parser!(u64).range(1..))]
    patience: u64,
    /// After the reply, drop the connection instead of closing it in order
    #[arg(long)]
    drop: bool,
}

fn main() -> ExitCode {
    cli::exit(run(Args::parse()))
}

fn run(args: Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    let args = Arc::new(args);
    // ANCHOR: accept
    loop {
        if let Err(error) = listener.accept().and_then(|(stream, _addr)| start(stream, &args)) {
            cli::accept_failed(&error);
        }
    }
    // ANCHOR_END: accept
}

/// Gives the client a thread of its own, so that one that stays silent keeps nobody waiting.
fn start(stream: TcpStream, args: &Arc<Args>) -> io::Result<()> {
    // ANCHOR: start
    let args = Arc::clone(args);
    let serve = move || serve(stream, &args).unwrap_or_else(cli::client_lost);
    thread::Builder::new().spawn(serve).map(drop)
    // ANCHOR_END: start
}

/// One conversation: the client speaks, the server answers, and both close.
fn serve(mut stream: TcpStream, args: &Args) -> io::Result<()> {
    // ANCHOR: serve
    thread::sleep(Duration::from_millis(args.wait));
    let message = receive(&mut stream, args.buffer.into())?;
    answer(&mut stream, &message)?;
    if args.drop { Ok(()) } else { close(stream, Duration::from_millis(args.patience)) }
    // ANCHOR_END: serve
}

/// Reads once: what has arrived so far, at most `size` bytes.
fn receive(stream: &mut TcpStream, size: usize) -> io::Result<Vec<u8>> {
    // ANCHOR: receive
    let mut message = vec![0; size];
    let count = stream.read(&mut message)?;
    message.truncate(count);
    Ok(message)
    // ANCHOR_END: receive
}

/// Prints a message and replies to it; no bytes are no message.
fn answer(stream: &mut TcpStream, message: &[u8]) -> io::Result<()> {
    // ANCHOR: answer
    if message.is_empty() {
        return Ok(());
    }
    writeln!(cli::transcript(), "server received: {}", cli::text(message))?;
    writeln!(cli::transcript(), "server sending reply")?;
    stream.write_all(REPLY)
    // ANCHOR_END: answer
}

/// Says that nothing more will come, then reads what the client still sends until it closes its side.
fn close(stream: TcpStream, patience: Duration) -> io::Result<()> {
    // ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    // macOS refuses a limit once both sides have closed. A read then returns at once.
    stream.set_read_timeout(Some(patience)).ok();
    // However this ends, nobody waits for it.
    io::copy(&mut stream.take(MOST), &mut io::sink()).ok();
    Ok(())
    // ANCHOR_END: close
}
