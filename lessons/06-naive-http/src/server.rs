//! Sends a page to whoever connects: the article's reply as it stands there, or a repaired one.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

use clap::Parser;

const NAIVE: &str = "
HTTP/1.1
Content-Type: text/html

<html>
<body>
<b>Hello World</b>
</body>
</html>

";

/// How many bytes a request may have, and how many are read after the reply.
const MOST_REQUEST: u64 = 64 * 1024;
const MOST_REST: u64 = 16 * 1024 * 1024;

/// Send a page to everybody who connects
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// Send a reply that every client accepts, once the request has been read
    #[arg(long)]
    repaired: bool,
    /// What the repaired page says
    #[arg(long, default_value = "Hello World")]
    text: String,
    /// How long a client may take for its request
    #[arg(long, value_name = "MS", default_value_t = 10_000)]
    patience: u64,
    /// Wait before serving a client
    #[arg(long, value_name = "MS", default_value_t = 0)]
    wait: u64,
}

fn main() -> ExitCode {
    cli::exit(run(Args::parse()))
}

fn run(args: Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    let args = Arc::new(args);
    loop {
        if let Err(error) = listener.accept().and_then(|(stream, _addr)| start(stream, &args)) {
            cli::accept_failed(&error);
        }
    }
}

/// Gives the client a thread of its own, so that one that stays silent keeps nobody waiting.
fn start(stream: TcpStream, args: &Arc<Args>) -> io::Result<()> {
    let args = Arc::clone(args);
    thread::Builder::new().spawn(move || serve(&stream, &args).unwrap_or_else(cli::client_lost)).map(drop)
}

fn serve(mut stream: &TcpStream, args: &Args) -> io::Result<()> {
    thread::sleep(Duration::from_millis(args.wait));
    if !args.repaired {
        return stream.write_all(NAIVE.as_bytes());
    }
    // GAP 2 of 3: read_request (place 2 of 2)
    // This replies without having read. Read the request first, from no more than `cli::limited` lets
    // through of MOST_REQUEST bytes, with the patience of `args.patience` milliseconds; then reply, and
    // `close` with the same patience. A client that sends no request gets no reply.
    stream.write_all(reply(&args.text).as_bytes())?;
    close(stream, Duration::from_millis(args.patience))
}

/// The repaired reply: a head of lines that an empty line ends, and the page.
fn reply(text: &str) -> String {
    let body = format!("<html>\n<body>\n<b>{text}</b>\n</body>\n</html>\n\n");

    // GAP 1 of 3: reply
    // This is the article's head, with its six defects: something stands before the status line; that
    // has no status code; lines end with LF alone; nobody learns which characters the bytes of the page
    // are, nor how many they are, nor when the reply was made. Repair them, in any order: the chapter
    // tells them one by one, and each turns a test green. All that stands here may be written anew.
    let head = ["\nHTTP/1.1", "Connection: close", "Content-Type: text/html"];
    head.join("\n") + "\n\n" + &body
}

/// Reads a request up to its empty line; fails when the client's bytes end before it.
fn read_request(client: impl Read) -> io::Result<()> {
    // GAP 2 of 3: read_request (place 1 of 2)
    // Read until the empty line that ends the request, CRLF; a bare LF may count, but need not.
    // Bytes come in any pieces, and whatever stands before is fine, text or not. When a read fails, or
    // returns 0 before the empty line, return an error: the client has gone, was too slow, or has
    // sent more than `client` lets through.
    todo!("gap 2: read_request")
}

/// Says that nothing more will come, then reads what the client still sends until it closes its side.
fn close(stream: &TcpStream, patience: Duration) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    // The reply is sent: however the rest ends, nothing is lost.
    io::copy(&mut cli::limited(stream, MOST_REST, patience), &mut io::sink()).ok();
    Ok(())
}
