//! The heavier tools of `cargo course`: it builds this program at first use, and hands its commands on.

mod bench;
mod class_page;
mod course;
mod emit;
mod figures;
mod formats;
mod probe;
mod screencast;
mod terminal;
mod unpack;
mod wire;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The heavier tools of `cargo course`
#[derive(Parser)]
#[command(bin_name = "cargo course")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// See what goes over the wire between a client and a server, octet by octet
    Wire(Box<wire::Wire>),
    Bench(bench::Args),
    Probe(probe::Args),
    /// Write a page about a class, from grades as JSON on standard input
    ClassPage(class_page::Args),
    /// Write what another system needs to grade with this course
    Emit(emit::Args),
    /// Draw the figures of the book
    Figures(figures::Args),
    /// Write grades, read as JSON from standard input, in another form
    Formats(formats::Args),
    /// Record a lesson in `cargo course watch`, as a picture that moves
    Screencast(screencast::Args),
    /// Unpack an archive or a bare repository that somebody handed in
    Unpack(unpack::Args),
}

fn main() -> ExitCode {
    let args = Args::try_parse().unwrap_or_else(|error| terminal::end_with(&error));
    let status = match run(&args.command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            cli::note(format_args!("error: {error:#}"));
            ExitCode::from(2)
        }
    };
    cli::finish_notes();
    status
}

/// Says whether all is well.
fn run(command: &Command) -> anyhow::Result<bool> {
    match command {
        Command::Wire(wanted) => wire::run(wanted),
        Command::Bench(args) => bench::run(args),
        Command::Probe(args) => probe::run(args),
        Command::ClassPage(wanted) => class_page::run(wanted).map(|()| true),
        Command::Emit(wanted) => emit::run(wanted).map(|()| true),
        Command::Figures(wanted) => figures::run(wanted),
        Command::Formats(wanted) => formats::run(wanted).map(|()| true),
        Command::Screencast(wanted) => screencast::run(wanted).map(|()| true),
        Command::Unpack(wanted) => unpack::run(wanted).map(|()| true),
    }
}
