//! `cargo course wire`: what really goes over the wire, between a client and a server or in a graded test.
//!
//! | file | what |
//! |---|---|
//! | `proxy`, `link` | the proxy, and one connection through it |
//! | `hub` | what passes: its time, the recording, the terminal |
//! | `recording` | recordings, written and read; the form stands in `harness::recording` |
//! | `analysis`, `http` | what is known of an event: the structure of HTTP, the rules that were broken |
//! | `terminal`, `look`, `sum` | events in the terminal |

mod address;
mod analysis;
mod http;
mod hub;
mod link;
mod look;
mod proxy;
mod recording;
mod show;
mod sum;
mod terminal;

use std::fmt::Write as _;
use std::io;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, anyhow};
use clap::Subcommand;

use address::Address;
use hub::{Hub, Passed};
use look::{Colour, Look};
use proxy::Proxy;
use recording::Writer;

/// The arguments of `cargo course wire`.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    override_usage = "cargo course wire [OPTIONS] LISTEN TO\n       \
                      cargo course wire show FILE [OPTIONS]"
)]
pub struct Wire {
    #[command(subcommand)]
    command: Option<Command>,
    /// Where to listen: PORT or HOST:PORT; port 0 is any free one
    #[arg(value_name = "LISTEN", required = true)]
    listen: Option<Address>,
    /// Where the server is: PORT or HOST:PORT
    #[arg(value_name = "TO", required = true)]
    to: Option<Address>,
    /// Keep a recording in this file, for `wire show` and `wire replay`
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// End after so many connections; on Ctrl-C unless given
    #[arg(long, value_name = "N")]
    connections: Option<NonZero<u64>>,
    /// Print only the sum at the end
    #[arg(long, short)]
    quiet: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Colour::Auto)]
    color: Colour,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show a recording again
    Show {
        /// The recording
        file: PathBuf,
        /// When to use colours
        #[arg(long, value_name = "WHEN", value_enum, default_value_t = Colour::Auto)]
        color: Colour,
    },
}

/// Runs `cargo course wire`.
pub fn run(wire: &Wire) -> anyhow::Result<bool> {
    match (&wire.command, &wire.listen, &wire.to) {
        (Some(Command::Show { file, color }), ..) => show::show(file, Look::of_stdout(*color)),
        (None, Some(listen), Some(to)) => proxy(wire, listen, to.clone()),
        _ => Err(anyhow!("say where to listen, and where the server is")),
    }
}

fn proxy(wire: &Wire, listen: &Address, to: Address) -> anyhow::Result<bool> {
    let proxy = Proxy::listen(listen, to, wire.connections)?;
    let recording = wire.record.as_deref().map(|path| Writer::begin(Some(path))).transpose()?;
    let (end, ended) = mpsc::channel();
    let closed = end.clone();
    let look = (!wire.quiet).then(|| Look::of_stdout(wire.color));
    let hub = Arc::new(
        Hub::new(look, recording, move || {
            let _ = closed.send(());
        })
        .context("no thread to print")?,
    );
    let interrupted = end.clone();
    cli::on_interrupt(move || {
        let _ = interrupted.send(());
    })
    .context("cannot wait for Ctrl-C")?;
    cli::listening_on(proxy.addr()?);
    let theirs = Arc::clone(&hub);
    thread::Builder::new().name("proxy".to_owned()).spawn(move || proxy.serve(&theirs, &end)).context("no thread")?;
    // One of the three holds the other end as long as this waits.
    let _ = ended.recv();
    let passed = hub.finish().context("the recording is not whole")?;
    end_with(&passed, wire.record.as_deref())
}

/// Says what has passed.
fn end_with(passed: &Passed, record: Option<&Path>) -> anyhow::Result<bool> {
    let mut text = passed.sum.told(Some(passed.time));
    if let Some(path) = record {
        let _ = writeln!(text, "recorded in {0}: cargo course wire show {0}", path.display());
    }
    print(&text)?;
    Ok(true)
}

/// Prints; that nobody reads it any more is no error.
fn print(text: &str) -> anyhow::Result<()> {
    use io::Write as _;

    match io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("cannot print"),
        _ => Ok(()),
    }
}
