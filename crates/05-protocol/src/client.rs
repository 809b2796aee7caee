//! Sends requests as the protocol says, all at once, and reads the replies.

mod frame;

use std::ffi::OsString;
use std::io::{BufReader, Write};
use std::net::{Shutdown, TcpStream};
use std::process::ExitCode;
use std::thread;

use anyhow::{Context, bail, ensure};
use clap::Parser;

use frame::{Frame, Type};

/// Send requests to a server and show its replies
#[derive(Parser)]
struct Args {
    /// What to ask for, ECHO, LENGTH, KEEP or READ: letters and digits
    #[arg(default_value = "ECHO", value_parser = frame::token)]
    method: String,
    /// The body; each further one makes a further request on the same connection
    #[arg(default_value = "Hello World from client", default_value_if("method", "READ", ""))]
    bodies: Vec<OsString>,
    /// What the bodies are: text or bytes
    #[arg(long = "type", value_name = "TYPE", default_value = "text")]
    kind: Type,
    /// The key, for a method that asks for one: visible ASCII characters, no spaces
    #[arg(long, value_parser = frame::visible)]
    key: Option<String>,
    /// Where the server listens
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
}

fn main() -> ExitCode {
    cli::exit(run(Args::parse()))
}

fn run(args: Args) -> anyhow::Result<()> {
    let stream = TcpStream::connect(&args.addr).map_err(|error| cli::cannot_connect(&args.addr, error))?;
    let request = |body: OsString| Frame {
        start: args.method.clone(),
        kind: args.kind,
        key: args.key.clone(),
        body: body.into_encoded_bytes(),
    };
    let requests: Vec<Frame> = args.bodies.into_iter().map(request).collect();
    for request in &requests {
        writeln!(cli::stdout(), "client sending: {request}")?;
    }
    // ANCHOR: pipeline
    // Replies are read while requests are still being sent: else each side could wait for the other to read.
    thread::scope(|scope| {
        thread::Builder::new().spawn_scoped(scope, || send(&stream, &requests))?;
        let received = receive(&stream, requests.len());
        stream.shutdown(Shutdown::Both).ok();
        received
    })
    // ANCHOR_END: pipeline
}

/// Sends all requests. When that fails the replies tell why, or their absence does.
fn send(mut stream: &TcpStream, requests: &[Frame]) {
    let _ = requests.iter().try_for_each(|request| request.write(&mut stream));
}

/// Reads one reply for each request, in order.
fn receive(stream: &TcpStream, count: usize) -> anyhow::Result<()> {
    // ANCHOR: receive
    let mut reader = BufReader::new(stream);
    let mut refused = 0;
    for number in 1..=count {
        let reply = frame::read(&mut reader).with_context(|| format!("cannot read reply {number} of {count}"))?;
        let Some(reply) = reply else { bail!("the server closed the connection before reply {number} of {count}") };
        let is_code = reply.start.len() == 2 && reply.start.bytes().all(|byte| byte.is_ascii_digit());
        ensure!(is_code && reply.key.is_none(), "cannot read reply {number} of {count}: malformed");
        writeln!(cli::stdout(), "client received: {reply}")?;
        if reply.start != "20" {
            refused += 1;
        }
    }
    ensure!(refused == 0, "the server refused {refused} of {count} requests");
    Ok(())
    // ANCHOR_END: receive
}
