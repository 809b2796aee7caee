//! Answers the requests of many clients as the protocol says.

mod frame;

use std::io::{self, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use clap::Parser;

use frame::{Frame, FrameError, Type};

/// How much of what a client still sends is read away after an error, and how long a silence ends that.
const DRAIN_LIMIT: u64 = 16 << 20;
const DRAIN_SILENCE: Duration = Duration::from_secs(1);

/// Answer requests until interrupted
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// The key that KEEP asks for: visible ASCII characters, no spaces
    #[arg(long, default_value = "sesame", value_parser = frame::visible)]
    key: String,
}

/// What all clients have in common.
struct Shared {
    key: String,
    /// The reply to READ.
    note: Mutex<Frame>,
}

fn main() -> ExitCode {
    cli::exit(run(Args::parse()))
}

fn run(args: Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    let shared = Arc::new(Shared { key: args.key, note: Mutex::new(ok(Type::Text, Vec::new())) });
    loop {
        let shared = Arc::clone(&shared);
        let serve = move |stream| serve(&stream, &shared).unwrap_or_else(cli::client_lost);
        let started = listener.accept().and_then(|(stream, _)| thread::Builder::new().spawn(move || serve(stream)));
        if let Err(error) = started {
            cli::accept_failed(&error);
        }
    }
}

// ANCHOR: serve
/// Answers the requests of one client in order, until it closes its side or sends a frame that cannot be read.
fn serve(mut stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    // ANCHOR: requests
    let mut reader = BufReader::new(stream);
    loop {
        let (reply, is_last) = match frame::read(&mut reader) {
            Ok(None) => return Ok(()),
            Ok(Some(request)) => {
                writeln!(cli::transcript(), "server received: {request}")?;
                (answer(request, shared), false)
            }
            Err(FrameError::Malformed) => (error("40", "malformed"), true),
            Err(FrameError::TooLarge) => (error("41", "too large"), true),
            Err(FrameError::Io(error)) => return Err(error),
        };
        writeln!(cli::transcript(), "server sending reply: {}", reply.start)?;
        reply.write(&mut stream)?;
        if is_last {
            return end(stream);
        }
    }
    // ANCHOR_END: requests
}
// ANCHOR_END: serve

// ANCHOR: end
/// Ends a connection so that the last reply arrives: bytes left unread at the close would reset the connection.
fn end(stream: &TcpStream) -> io::Result<()> {
    // ANCHOR: ending
    stream.shutdown(Shutdown::Write)?;
    // macOS refuses a limit once both sides have closed. A read then returns at once.
    stream.set_read_timeout(Some(DRAIN_SILENCE)).ok();
    let _ = io::copy(&mut stream.take(DRAIN_LIMIT), &mut io::sink());
    Ok(())
    // ANCHOR_END: ending
}
// ANCHOR_END: end

/// Does what a request asks for and returns the reply.
fn answer(request: Frame, shared: &Shared) -> Frame {
    let Frame { start, kind, key, body } = request;
    let mut note = shared.note.lock().unwrap_or_else(PoisonError::into_inner);
    // ANCHOR: answer
    match start.as_str() {
        "ECHO" => ok(kind, body),
        "LENGTH" => ok(Type::Text, body.len().to_string().into_bytes()),
        "READ" => note.clone(),
        "KEEP" if key.as_ref() == Some(&shared.key) => {
            *note = ok(kind, body);
            ok(Type::Text, Vec::new())
        }
        "KEEP" => error("43", "not allowed"),
        _ => error("42", "unknown method"),
    }
    // ANCHOR_END: answer
}

// ANCHOR: replies
/// The reply to a request that was done.
fn ok(kind: Type, body: Vec<u8>) -> Frame {
    Frame { start: "20".to_owned(), kind, key: None, body }
}

/// The reply to a request that was refused.
fn error(code: &str, words: &str) -> Frame {
    Frame { start: code.to_owned(), kind: Type::Text, key: None, body: words.into() }
}
// ANCHOR_END: replies
