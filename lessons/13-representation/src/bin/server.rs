//! Answers requests for the files of a folder, or for a few pages of its own.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use clap::Parser;
use connection::Timeouts;
use representation::{Folder, Response};
use threads::{Conversation, Server, Settings, Transport, Trouble};

// What has a path is given: it lies with the reference. Read it there; nothing in it is left to write.
#[path = "../../../../crates/13-representation/src/bin/site.rs"]
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
    let site = site(args)?;
    let mut settings = Settings::default();
    settings.connection.timeouts = Timeouts::all(args.timeout);
    let server = Server::bind(&args.addr, settings).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    let stopper = server.stopper();
    cli::on_interrupt(move || stopper.stop())?;
    cli::listening_on(server.local_addr()?);
    let server = server.on_notice(cli::note);
    let end = server.run(move |conversation, _| converse(conversation, &site).inspect_err(lost));
    end.context("cannot go on serving")
}

fn lost(trouble: &Trouble) {
    match trouble {
        Trouble::Lost(error) => cli::client_lost(error),
        trouble => cli::client_lost(trouble),
    }
}

fn site(args: &Args) -> anyhow::Result<Site> {
    let Some(root) = &args.root else { return Ok(Site::Pages) };
    let folder = Folder::open(root).with_context(|| format!("cannot open the folder {}", root.display()))?;
    Ok(Site::Folder(folder.listing(true)))
}

/// Serves one connection, whatever comes.
fn converse<T: Transport>(conversation: &mut Conversation<'_, T>, site: &Site) -> Result<(), Trouble> {
    let mut buffer = Vec::new();
    loop {
        let asked = conversation.next_request();
        let (response, said) = match asked {
            Ok(None) => return Ok(()),
            Ok(Some(request)) => {
                let response = site.respond(&request, SystemTime::now());
                let said = format!("{} {} {}\n", request.method, request.target, response.head.status);
                (response, said)
            }
            Err(Trouble::Refused(error)) => (site::refusal(&error), format!("(refused) {}: {error}\n", error.status())),
            Err(lost) => return Err(lost),
        };
        cli::transcript().write_all(said.as_bytes())?;
        send(response, conversation, &mut buffer)?;
    }
}

/// Sends a response: its head, and its content piece by piece. Content that ends too early is an error. A response that is
/// not ended ends the connection: the client sees that octets are missing.
fn send<T: Transport>(
    response: Response,
    conversation: &mut Conversation<'_, T>,
    buffer: &mut Vec<u8>,
) -> Result<(), Trouble> {
    let Response { head, length, mut content } = response;
    conversation.begin(head, Some(length))?;
    if let Some(octets) = content.octets() {
        conversation.send(octets)?;
    } else if conversation.sends_content() {
        buffer.resize(PIECE, 0);
        loop {
            match content.read(buffer) {
                Ok(0) => break,
                Ok(count) => conversation.send(&buffer[..count])?,
                Err(error) => {
                    cli::client_lost(error);
                    return Ok(());
                }
            }
        }
    }
    conversation.end()
}
