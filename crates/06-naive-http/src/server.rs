//! Sends a page to whoever connects: the article's reply as it stands there, or a repaired one.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

use clap::Parser;

// ANCHOR: naive
const NAIVE: &str = "
HTTP/1.1
Content-Type: text/html

<html>
<body>
<b>Hello World</b>
</body>
</html>

";
// ANCHOR_END: naive

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
    // ANCHOR: start
    let args = Arc::clone(args);
    thread::Builder::new().spawn(move || serve(&stream, &args).unwrap_or_else(cli::client_lost)).map(drop)
    // ANCHOR_END: start
}

// ANCHOR: serve
fn serve(mut stream: &TcpStream, args: &Args) -> io::Result<()> {
    thread::sleep(Duration::from_millis(args.wait));
    if !args.repaired {
        return stream.write_all(NAIVE.as_bytes());
    }
    // ANCHOR: repaired
    let patience = Duration::from_millis(args.patience);
    read_request(cli::limited(stream, MOST_REQUEST, patience))?;
    stream.write_all(reply(&args.text).as_bytes())?;
    close(stream, patience)
    // ANCHOR_END: repaired
}
// ANCHOR_END: serve

/// The repaired reply: a head of lines that an empty line ends, and the page.
fn reply(text: &str) -> String {
    let body = format!("<html>\n<body>\n<b>{text}</b>\n</body>\n</html>\n\n");

    // ANCHOR: reply
    // ANCHOR: status_line
    let status_line = "HTTP/1.1 200 OK";
    // ANCHOR_END: status_line

    let mut head = vec![status_line.to_owned(), "Connection: close".to_owned()];

    // ANCHOR: content_type
    head.push("Content-Type: text/html; charset=utf-8".to_owned());
    // ANCHOR_END: content_type

    // ANCHOR: content_length
    head.push(format!("Content-Length: {}", body.len()));
    // ANCHOR_END: content_length

    // ANCHOR: date
    head.push(format!("Date: {}", httpdate::fmt_http_date(SystemTime::now())));
    // ANCHOR_END: date

    // ANCHOR: line_end
    let line_end = "\r\n";
    // ANCHOR_END: line_end

    // ANCHOR: assemble
    head.join(line_end) + line_end + line_end + &body
    // ANCHOR_END: assemble
    // ANCHOR_END: reply
}

/// Reads a request up to its empty line; fails when the client's bytes end before it.
fn read_request(client: impl Read) -> io::Result<()> {
    // ANCHOR: read_request
    for line in BufReader::new(client).split(b'\n') {
        if matches!(line?.as_slice(), b"" | b"\r") {
            return Ok(());
        }
    }
    Err(ErrorKind::UnexpectedEof.into())
    // ANCHOR_END: read_request
}

/// Says that nothing more will come, then reads what the client still sends until it closes its side.
fn close(stream: &TcpStream, patience: Duration) -> io::Result<()> {
    // ANCHOR: close
    stream.shutdown(Shutdown::Write)?;
    // The reply is sent: however the rest ends, nothing is lost.
    io::copy(&mut cli::limited(stream, MOST_REST, patience), &mut io::sink()).ok();
    Ok(())
    // ANCHOR_END: close
}
