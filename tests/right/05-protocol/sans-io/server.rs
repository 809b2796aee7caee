//! Reads what has arrived, takes all frames out of it, and sends their replies together.

mod frame;

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::{Arc, RwLock};
use std::thread;
use std::time::Duration;

use clap::Parser;

use frame::{Bad, Decoder, Frame};

#[derive(Parser)]
struct Args {
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    #[arg(long, default_value = "sesame", value_parser = frame::key)]
    key: String,
}

type Note = Arc<RwLock<(String, Vec<u8>)>>;

fn main() -> ExitCode {
    let args = Args::parse();
    cli::exit(run(&args))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    let note = Note::new(RwLock::new(("text".to_owned(), Vec::new())));
    for stream in listener.incoming() {
        let (note, key) = (Arc::clone(&note), args.key.clone());
        let spawned = stream.and_then(|stream| {
            thread::Builder::new().spawn(move || {
                if let Err(error) = talk(stream, &note, &key) {
                    cli::client_lost(error);
                }
            })
        });
        if let Err(error) = spawned {
            cli::accept_failed(&error);
        }
    }
    Ok(())
}

fn talk(mut stream: TcpStream, note: &Note, key: &str) -> io::Result<()> {
    let mut decoder = Decoder::default();
    let mut buffer = [0; 4000];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        decoder.feed(&buffer[..count]);
        let mut replies = Vec::new();
        let bad = loop {
            match decoder.next() {
                Ok(Some(request)) => {
                    writeln!(io::stdout(), "server received: {request}")?;
                    replies.extend(say(answer(request, note, key))?);
                }
                Ok(None) => break None,
                Err(Bad::Malformed) => break Some(reply("40", "text", "malformed")),
                Err(Bad::TooLarge) => break Some(reply("41", "text", "too large")),
            }
        };
        if let Some(bad) = bad {
            replies.extend(say(bad)?);
            stream.write_all(&replies)?;
            stream.shutdown(Shutdown::Write)?;
            stream.set_read_timeout(Some(Duration::from_millis(500)))?;
            for _ in 0..10_000 {
                if stream.read(&mut buffer).is_ok_and(|count| count > 0) {
                    continue;
                }
                break;
            }
            return Ok(());
        }
        stream.write_all(&replies)?;
    }
}

fn say(reply: Frame) -> io::Result<Vec<u8>> {
    writeln!(io::stdout(), "server sending reply: {}", reply.head)?;
    Ok(reply.encode())
}

fn reply(code: &str, kind: &str, body: impl Into<Vec<u8>>) -> Frame {
    Frame { head: code.to_owned(), kind: kind.to_owned(), key: None, body: body.into() }
}

fn answer(request: Frame, note: &Note, key: &str) -> Frame {
    let Ok(mut note) = note.write() else { return reply("43", "text", "not allowed") };
    match (request.head.as_str(), request.key) {
        ("ECHO", _) => reply("20", &request.kind, request.body),
        ("LENGTH", _) => reply("20", "text", request.body.len().to_string()),
        ("READ", _) => reply("20", &note.0, note.1.clone()),
        ("KEEP", Some(given)) if given == key => {
            *note = (request.kind, request.body);
            reply("20", "text", "")
        }
        ("KEEP", _) => reply("43", "text", "not allowed"),
        (_, _) => reply("42", "text", "unknown method"),
    }
}
