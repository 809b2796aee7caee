//! The heavier tools of `cargo course`: it builds this program at first use, and hands its commands on.

mod bench;
mod probe;
mod terminal;

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
    Bench(bench::Args),
    Probe(probe::Args),
}

fn main() -> ExitCode {
    let status = match run(&Args::parse().command) {
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
        Command::Bench(args) => bench::run(args),
        Command::Probe(args) => probe::run(args),
    }
}
