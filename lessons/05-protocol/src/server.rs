//! Answers the requests of many clients as the protocol says.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

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

/// Answers the requests of one client in order, until it closes its side or sends a frame that cannot be read.
fn serve(mut stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    // GAP 5 of 6: requests (place 1 of 2)
    // This reads one frame, replies, and closes. Make it serve a client as section 6 has it: request
    // after request on one connection, until the client closes its side; after 40 and 41 it acts on
    // nothing more, and `end` ends the connection. Each request and each reply gets its line, as here.
    // A connection that breaks, or a reply that cannot be written, is an error to return.
    let request = match frame::read(&mut BufReader::new(stream)) {
        Ok(None) => return Ok(()),
        Ok(Some(request)) => request,
        Err(FrameError::Io(error)) => return Err(error),
        Err(FrameError::Malformed) => return error("40", "malformed").write(&mut stream),
        Err(FrameError::TooLarge) => return error("41", "too large").write(&mut stream),
    };
    writeln!(cli::transcript(), "server received: {request}")?;
    let reply = answer(request, shared);
    writeln!(cli::transcript(), "server sending reply: {}", reply.start)?;
    reply.write(&mut stream)
}

/// Ends a connection so that the last reply arrives: bytes left unread at the close would reset the connection.
fn end(stream: &TcpStream) -> io::Result<()> {
    // GAP 5 of 6: requests (place 2 of 2)
    // Close our direction, so that the reply arrives, and drop what the client still sends: until it
    // closes its side, is silent for DRAIN_SILENCE, or has sent DRAIN_LIMIT bytes.
    Ok(())
}

/// Does what a request asks for and returns the reply.
fn answer(request: Frame, shared: &Shared) -> Frame {
    let Frame { start, kind, key, body } = request;
    let mut note = shared.note.lock().unwrap_or_else(PoisonError::into_inner);
    // GAP 4 of 6: answer
    // Return the reply to a request with this `start`, `kind`, `key` and `body`, as sections 4 and 5
    // of the specification say. `ok` and `error` make replies. `note` is the reply to READ; `*note = …`
    // replaces it, for all clients. `shared.key` is the key that KEEP needs.
    todo!("gap 4: answer")
}

/// The reply to a request that was done.
fn ok(kind: Type, body: Vec<u8>) -> Frame {
    Frame { start: "20".to_owned(), kind, key: None, body }
}

/// The reply to a request that was refused.
fn error(code: &str, words: &str) -> Frame {
    Frame { start: code.to_owned(), kind: Type::Text, key: None, body: words.into() }
}
