//! Sends all requests from a thread of their own and feeds what arrives to the decoder.

mod frame;

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::thread;

use anyhow::{anyhow, bail};
use clap::Parser;

use frame::{Decoder, Frame};

#[derive(Parser)]
struct Args {
    #[arg(default_value = "ECHO", value_parser = token)]
    method: String,
    bodies: Vec<String>,
    #[arg(long = "type", default_value = "text", value_parser = ["text", "bytes"])]
    kind: String,
    #[arg(long, value_parser = frame::key)]
    key: Option<String>,
    #[arg(long, default_value = cli::DEFAULT_ADDR)]
    addr: String,
}

fn token(word: &str) -> Result<String, &'static str> {
    if frame::is_token(word) { Ok(word.to_owned()) } else { Err("not letters and digits") }
}

fn main() -> ExitCode {
    cli::exit(run(Args::parse()))
}

fn run(mut args: Args) -> anyhow::Result<()> {
    if args.bodies.is_empty() {
        args.bodies.push(if args.method == "READ" { "" } else { "Hello World from client" }.to_owned());
    }
    let mut stream = TcpStream::connect(&args.addr).map_err(|error| cli::cannot_connect(&args.addr, error))?;
    let mut bytes = Vec::new();
    let mut waiting = VecDeque::new();
    for body in args.bodies {
        let body = body.into_bytes();
        let request = Frame { head: args.method.clone(), kind: args.kind.clone(), key: args.key.clone(), body };
        writeln!(io::stdout(), "client sending: {request}")?;
        bytes.extend(request.encode());
        waiting.push_back(request);
    }
    let mut writer = stream.try_clone()?;
    // The thread ends with the program.
    thread::Builder::new().spawn(move || writer.write_all(&bytes))?;
    let mut decoder = Decoder::default();
    let mut buffer = [0; 1000];
    let mut refused = false;
    while let Some(request) = waiting.front() {
        match decoder.next() {
            Err(bad) => bail!("cannot read the reply to {request}: {bad:?}"),
            Ok(Some(reply)) => {
                let code: u8 = match reply.head.parse() {
                    Ok(code) if reply.head.len() == 2 && reply.key.is_none() => code,
                    _ => bail!("this is no reply: {reply}"),
                };
                writeln!(io::stdout(), "client received: {reply}")?;
                refused |= code != 20;
                waiting.pop_front();
            }
            Ok(None) => match stream.read(&mut buffer)? {
                0 if decoder.is_empty() => bail!("no reply to {request}"),
                0 => bail!("half a reply to {request}"),
                count => decoder.feed(&buffer[..count]),
            },
        }
    }
    if refused { Err(anyhow!("not all requests were granted")) } else { Ok(()) }
}
