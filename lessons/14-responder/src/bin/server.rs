//! Serves a folder, or a few pages of its own.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use responder::{CacheControl, Folder, Responder, Settings};

mod pages;

/// Serve a folder, or a few built-in pages, over HTTP/1.1
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// The folder to serve
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Do not list what is in a folder that has no index.html
    #[arg(long, requires = "root")]
    no_listing: bool,
    /// What caches may do with the files: a value of Cache-Control, for example "public, max-age=3600"
    #[arg(long, value_name = "DIRECTIVES", requires = "root", default_value = "no-cache")]
    cache_control: CacheControl,
    /// Who may see /private, when no folder is served
    #[arg(long, value_name = "NAME:PASSWORD", default_value = "learner:socket", value_parser = user)]
    user: (String, String),
    /// Write no line for each response
    #[arg(long)]
    quiet: bool,
    /// How many connections may be served at a time; one that waits for its client makes room for a new one
    #[arg(long, value_name = "NUMBER", default_value_t = Settings::default().threads.connections, value_parser = cli::at_least_one)]
    max_connections: usize,
    /// How many octets of content a form may have
    #[arg(long, value_name = "OCTETS", default_value_t = Settings::default().content)]
    max_content: usize,
    /// How long a connection may wait for a request
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = cli::seconds)]
    idle_timeout: Duration,
    /// How long the head of a request may take
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = cli::seconds)]
    head_timeout: Duration,
    /// How long a client may send nothing in the middle of content, or take nothing of it
    #[arg(long, value_name = "SECONDS", default_value = "20", value_parser = cli::seconds)]
    timeout: Duration,
    /// How many octets a second of content must at least come or go
    #[arg(long, value_name = "OCTETS", default_value = "512")]
    min_rate: u32,
    /// How long responses in flight may take after Ctrl-C
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = cli::seconds)]
    grace: Duration,
}

fn user(text: &str) -> Result<(String, String), String> {
    let (user, password) = text.split_once(':').ok_or("a name, a colon and a password are needed")?;
    Ok((user.to_owned(), password.to_owned()))
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    cli::note_panics();
    let responder = if let Some(root) = &args.root {
        Responder::new().files("/", folder(root, args)?)
    } else {
        let (user, password) = args.user.clone();
        pages::responder(user, password)
    };
    let server = responder.settings(settings(args)).bind(&args.addr);
    let server = server.map_err(|error| cli::cannot_listen(&args.addr, error))?;
    let stopper = server.stopper();
    cli::on_interrupt(move || stopper.stop())?;
    cli::listening_on(server.local_addr()?);
    server.run().context("cannot go on serving")
}

fn folder(root: &Path, args: &Args) -> anyhow::Result<Folder> {
    let folder = Folder::open(root).with_context(|| format!("cannot serve {}", root.display()))?;
    Ok(folder.listing(!args.no_listing).cache_control(args.cache_control.clone()))
}

fn settings(args: &Args) -> Settings {
    let mut settings = Settings { content: args.max_content, log: !args.quiet, ..Settings::default() };
    settings.threads.connections = args.max_connections;
    settings.threads.grace = args.grace;
    let timeouts = &mut settings.threads.connection.timeouts;
    timeouts.idle = args.idle_timeout;
    timeouts.head = args.head_timeout;
    timeouts.content = args.timeout;
    timeouts.write = args.timeout;
    timeouts.rate = args.min_rate;
    settings
}
