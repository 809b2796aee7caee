//! Asks for URLs and writes what they lead to: a client for every day.

#[path = "client/mod.rs"]
mod client;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    client::run(&client::Args::parse())
}
