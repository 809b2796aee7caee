//! What one can type after `cargo course wire`.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::address::Address;
use super::look::Colour;
use super::outputs::{Outputs, Pages};

const EXAMPLES: &str = "\
Examples:
  A server listens on port 12345. Put the wire between it and a client:
    cargo course wire 8080 12345
    curl http://127.0.0.1:8080/

  Keep what passes, look at it again, and as a page in a browser:
    cargo course wire 8080 12345 --record today.wire
    cargo course wire show today.wire --html today.html

  What passes in the first test of lesson 08 that fails, and in one that you name:
    cargo course wire 08
    cargo course wire 08 two_requests
";

/// The arguments of `cargo course wire`.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true,
    override_usage = "cargo course wire [OPTIONS] LISTEN TO\n       \
                      cargo course wire [OPTIONS] NN [TEST]\n       \
                      cargo course wire show FILE [OPTIONS]\n       \
                      cargo course wire replay FILE TO [OPTIONS]",
    after_help = EXAMPLES
)]
pub struct Wire {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Where to listen: PORT or HOST:PORT, port 0 is any free one; or a lesson
    #[arg(value_name = "LISTEN|NN", required = true)]
    pub first: Option<String>,
    /// Where the server is; or a test of the lesson, by a word in its name
    ///
    /// Unless a test is given, it is the first that fails, or else the first.
    #[arg(value_name = "TO|TEST")]
    pub second: Option<String>,
    /// End after so many connections; unless given, on Ctrl-C
    #[arg(long, value_name = "N")]
    pub connections: Option<NonZero<u64>>,
    /// Of a lesson: test the course's programs, not yours
    #[arg(long)]
    pub reference: bool,
    #[command(flatten)]
    pub live: Live,
}

/// What holds where something passes now.
#[derive(Debug, Args)]
pub struct Live {
    #[command(flatten)]
    pub outputs: Outputs,
    /// Print only the sum at the end
    #[arg(long, short)]
    pub quiet: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Colour::Auto)]
    pub color: Colour,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show a recording again: in the terminal, as a page, as packets
    Show(Show),
    /// Send the client's side of a recording again, to any server
    ///
    /// Each piece is sent at its time. A connection that the recording does not end is ended when the server has been silent
    /// for a while.
    Replay(Replay),
}

#[derive(Debug, Args)]
pub struct Show {
    /// The recording
    pub file: PathBuf,
    #[command(flatten)]
    pub pages: Pages,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Colour::Auto)]
    pub color: Colour,
}

#[derive(Debug, Args)]
pub struct Replay {
    /// The recording
    pub file: PathBuf,
    /// Where the server is: PORT or HOST:PORT
    #[arg(value_name = "TO")]
    pub to: Address,
    /// Send each piece as soon as the server has sent as much as it had sent by then, not at its time
    #[arg(long)]
    pub at_once: bool,
    /// How long the server may be silent at the end
    #[arg(long, value_name = "SECONDS", default_value_t = 2)]
    pub wait: u64,
    #[command(flatten)]
    pub live: Live,
}
