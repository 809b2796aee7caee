//! Answers requests for the files of a folder, or for a few pages of its own.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use clap::Parser;
use connection::blocking::{Exchange, serve};
use connection::{DateClock, Settings, Timeouts};
use representation::{Folder, Response};

mod site;

use site::Site;

/// Answer HTTP requests for files: versions, preconditions, ranges, gzip
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// The folder whose files are shown; without it, a few pages of this program are
    #[arg(long, value_name = "FOLDER")]
    root: Option<PathBuf>,
    /// How long a client may take for the head of a request, and a connection rest between two requests
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = cli::seconds)]
    timeout: Duration,
}

/// How much of a file is read and sent at once.
const PIECE: usize = 128 * 1024;

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let site = Arc::new(site(args)?);
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    let settings = Settings { timeouts: Timeouts::all(args.timeout), ..Settings::default() };
    loop {
        let started = listener.accept().and_then(|(stream, _)| {
            let site = Arc::clone(&site);
            let converse = move || converse(stream, &site, settings).unwrap_or_else(cli::client_lost);
            thread::Builder::new().spawn(converse)
        });
        if let Err(error) = started {
            cli::accept_failed(&error);
        }
    }
}

fn site(args: &Args) -> anyhow::Result<Site> {
    let Some(root) = &args.root else { return Ok(Site::Pages) };
    let folder = Folder::open(root).with_context(|| format!("cannot open the folder {}", root.display()))?;
    // ANCHOR: listing
    Ok(Site::Folder(folder.listing(true)))
    // ANCHOR_END: listing
}

// ANCHOR: converse
/// Serves one connection, whatever comes.
fn converse(stream: TcpStream, site: &Site, settings: Settings) -> io::Result<()> {
    // Without this, the last small packet of an answer can wait until the client has confirmed the one before.
    stream.set_nodelay(true)?;
    let mut sender = Sender { clock: DateClock::default(), buffer: Vec::new() };
    serve(stream, settings, |asked, exchange| {
        let now = SystemTime::now();
        let (response, said) = match asked {
            Ok(request) => {
                let response = site.respond(&request, now);
                let said = format!("{} {} {}\n", request.method, request.target, response.head.status);
                (response, said)
            }
            Err(error) => (site::refusal(&error), format!("(refused) {}: {error}\n", error.status())),
        };
        cli::transcript().write_all(said.as_bytes())?;
        sender.send(response, now, exchange)
    })
}
// ANCHOR_END: converse

/// What is used again for one response after the other.
struct Sender {
    clock: DateClock,
    buffer: Vec<u8>,
}

impl Sender {
    // ANCHOR: send
    /// Sends a response: its head, and its content piece by piece. Content that ends too early is an error, and the error
    /// closes the connection: the client sees that octets are missing.
    fn send(&mut self, response: Response, now: SystemTime, exchange: &mut Exchange<TcpStream>) -> io::Result<()> {
        let Response { mut head, length, mut content } = response;
        head.fields.push("Date", self.clock.at(now)).map_err(io::Error::other)?;
        exchange.respond(head, Some(length))?;
        if let Some(octets) = content.octets() {
            exchange.send(octets)?;
        } else if exchange.sends_content() {
            self.buffer.resize(PIECE, 0);
            loop {
                let count = content.read(&mut self.buffer)?;
                if count == 0 {
                    break;
                }
                exchange.send(&self.buffer[..count])?;
            }
        }
        exchange.end()
    }
    // ANCHOR_END: send
}
