//! `cargo course book`: mdBook as a library, and the course's own server to read the book with.
//!
//! | file | what |
//! |---|---|
//! | `build` | from the sources to pages, whole or not at all |
//! | `complaints` | what mdBook says about them |
//! | `sources` | what the pages are made of, and whether that has changed |
//! | `changes` | how pages that are being read learn that there are newer ones |
//! | `serve`, `mine` | the pages at an address: by the course's server, by the learner's |
//! | `browser` | who reads them |

mod browser;
mod build;
mod changes;
mod complaints;
mod mine;
mod serve;
mod sources;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::{Parser, Subcommand};

use crate::build::Book;

/// Build the book, and read it
#[derive(Parser)]
#[command(bin_name = "cargo course")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the book; what mdBook warns of fails too
    Build(Folders),
    /// Build the book, serve it and open it in the browser
    Book(Reading),
}

/// From where to where.
#[derive(clap::Args)]
struct Folders {
    /// The folder with the book's book.toml
    #[arg(long, value_name = "DIR", default_value = "book")]
    source: PathBuf,
    /// The folder for its pages; whatever else is in there is removed
    #[arg(long, value_name = "DIR", default_value = "target/book")]
    dest: PathBuf,
}

#[derive(clap::Args)]
struct Reading {
    #[command(flatten)]
    folders: Folders,
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:3000")]
    addr: String,
    /// Do not open the browser
    #[arg(long)]
    no_open: bool,
    /// Build it again whenever its sources change, and have the pages that are open reload themselves
    #[arg(long)]
    watch: bool,
    /// The program that serves the pages instead of the course's own server; it takes --root and --addr
    #[arg(long, value_name = "PROGRAM")]
    server: Option<PathBuf>,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    match &args.command {
        Command::Build(folders) => build(&Book::of(&folders.source, &folders.dest)?),
        Command::Book(reading) => read(reading),
    }
}

fn build(book: &Book) -> anyhow::Result<()> {
    let warnings = book.build(None)?;
    if warnings.is_empty() {
        return Ok(());
    }
    bail!("mdBook warns, and here nothing may be wrong:\n{}", warnings.join("\n"))
}

fn read(reading: &Reading) -> anyhow::Result<()> {
    let book = Book::of(&reading.folders.source, &reading.folders.dest)?;
    match &reading.server {
        None => serve::serve(&book, reading),
        Some(server) => mine::serve(&book, reading, server),
    }
}
