//! `cargo course probe`: what any HTTP server, or client, makes of what the RFCs say.
//!
//! First it is found out what a server offers; what it lacks is not judged. Then each check has a connection of its own, and
//! beside them `checker` reads every conversation for what must not be sent.

mod check;
mod checks;
mod client;
mod json;
mod lesson;
pub mod message;
mod offers;
mod reading;
mod report;
mod requirements;
mod run;
mod scoreboard;
pub mod shown;
pub mod started;
mod talk;
mod target;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use serde_json::Value;

use crate::terminal;
use lesson::Lessons;
use run::Report;
use started::Started;
use target::Target;

/// How long a response may take.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// Probe an HTTP server, or a client, with the checks of this course, whatever it is written in
///
/// What the server offers is found out first, and what it lacks is not judged. The exit status is 0 when it breaks no MUST and
/// nothing is a smuggling risk, 1 when something is, and 2 when it could not be probed.
///
/// The checks send malformed requests, large ones, POST and DELETE (this to a path at which nothing is): probe servers of your
/// own.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["url", "server", "client", "scoreboard"]))]
pub struct Args {
    /// Where it is; the path names a resource to ask for
    #[arg(value_name = "URL")]
    url: Option<String>,
    /// The command that starts it; {port} or {addr} in it becomes a free port, unless it says `listening on HOST:PORT`
    ///
    /// It is split into words as a shell does it, and ended when the probe ends.
    #[arg(long, value_name = "COMMAND")]
    server: Option<String>,
    /// Probe a client instead: the command that starts it, with {url} where it takes its URL
    ///
    /// It is started about fifty times, each time for another response, good or bad.
    #[arg(long, value_name = "COMMAND")]
    client: Option<String>,
    /// For maintainers: probe the servers of Debian that are installed here, and the course's, and write the book's page
    #[arg(long)]
    scoreboard: bool,
    /// With --scoreboard: write nothing; fail when the page says something else about the course's servers
    #[arg(long, requires = "scoreboard")]
    check: bool,
    /// Write everything that was found out as JSON; - is standard output
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Returns whether nothing grave is broken.
pub fn run(args: &Args) -> anyhow::Result<bool> {
    if args.scoreboard {
        return scoreboard::run(args.check, args.json.as_deref());
    }
    if let Some(command) = &args.client {
        let report = client::probe(command)?;
        tell(args.json.as_deref(), &report, &Lessons::default())?;
        return Ok(report.is_good());
    }
    let (_started, target) = match (&args.url, &args.server) {
        (Some(url), _) => (None, Target::of_url(url)?),
        (None, Some(command)) => {
            let (started, addr) = Started::server(command)?;
            (Some(started), Target::at(addr))
        }
        (None, None) => anyhow::bail!("there is nothing to probe: name a URL, or a command with --server"),
    };
    if let Err(error) = std::net::TcpStream::connect_timeout(&target.addr, PATIENCE) {
        let addr = target.addr;
        anyhow::bail!("cannot connect to {addr}: {error}\nis the server running? start it first, in another terminal");
    }
    let report = run::probe(&target)?;
    tell(args.json.as_deref(), &report, &Lessons::of(args.server.as_deref()))?;
    Ok(report.is_good())
}

/// Prints the report, or writes it as data.
fn tell(json: Option<&Path>, report: &Report, lessons: &Lessons) -> anyhow::Result<()> {
    let text = || report::text(report, lessons, terminal::width());
    match json {
        Some(path) => write_json(path, &json::of(report), text),
        None => terminal::show(&text()),
    }
}

/// Writes data into a file and prints the text beside it; where the file is standard output, only the data.
fn write_json(path: &Path, data: &Value, text: impl FnOnce() -> String) -> anyhow::Result<()> {
    let data = serde_json::to_string_pretty(data)? + "\n";
    if path == Path::new("-") {
        return terminal::show(&data);
    }
    fs::write(path, data).with_context(|| format!("cannot write {}", path.display()))?;
    terminal::show(&text())
}
