//! The command line.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;

const EXIT_STATUS: &str = "\
Exit status:
  0  everything was answered (with any status, unless --fail or --output FILE is given)
  1  something failed on this side: a file cannot be read or written
  2  the arguments do not fit
  3  no connection: the name is unknown, nobody listens, or no address answers in time
  4  the server was silent for longer than --timeout, or everything took longer than --max-time
  5  the response is malformed, or not whole
  6  a redirect is not followed: too many, in a circle, or to where this client cannot go
  7  with --fail or --output FILE: the status says that there is no such content
With several URLs it is the status of the first failure. The others are asked for all the same.

Files:
  A FILE that is there keeps its mode, its owner and its other names. A device, a pipe, or a file in a folder
  that is closed to you is written while the content comes. A FILE.part that this client has not made is left
  alone: then the content gathers in FILE.part.2. With --continue, a FILE that is as long as what the server has,
  and not older, is complete, and is not fetched again.

Terminals:
  On a terminal, what a server sends is shown and not obeyed: its control characters are escaped. Into a pipe, into
  a file, and with '--output -', content goes as it is.

Proxies:
  One that the environment names (http_proxy) is not used. That is said, unless no_proxy names the host.";

/// Ask for URLs and write what they lead to
#[derive(Parser)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// What to ask for: http://HOST:PORT/PATH; what no URL can hold, a space for instance, is escaped
    #[arg(required = true, value_name = "URL")]
    pub urls: Vec<String>,
    /// The method of the requests; with --data it is POST, with --head HEAD, otherwise GET
    #[arg(long, conflicts_with = "head")]
    pub method: Option<String>,
    /// Ask for the fields only, and print them
    #[arg(long, conflicts_with_all = ["data", "output"])]
    pub head: bool,
    /// A field to send with each request; may be given several times; a Host takes the place of the URL's own
    #[arg(long = "field", value_name = "NAME: VALUE")]
    pub fields: Vec<String>,
    /// The content to send: a text, or with @ in front the name of a file; @- is standard input
    #[arg(long, value_name = "TEXT or @FILE")]
    pub data: Option<String>,
    /// Send the content in chunks, without saying first how long it is
    #[arg(long, requires = "data")]
    pub chunked: bool,
    /// How many redirects to follow; 0 shows the redirect itself
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    pub redirects: u32,
    /// Name and password for the servers of the URLs (Basic authentication); they do not follow a redirect to another one
    #[arg(long, value_name = "NAME:PASSWORD")]
    pub user: Option<String>,
    /// Write the content to a file, which appears when the content is whole; until then it is FILE.part; - is standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Go on with the FILE.part of a download that was cut off, if the server still has the same version
    #[arg(long = "continue", requires = "output", conflicts_with_all = ["compressed", "data", "method"])]
    pub go_on: bool,
    /// Ask for content compressed by gzip, and write what it was before
    #[arg(long)]
    pub compressed: bool,
    /// Print status and fields in front of the content
    #[arg(short, long, conflicts_with = "output")]
    pub include: bool,
    /// Show on standard error the octets of all heads that are sent and received, and what becomes of connections
    #[arg(short, long)]
    pub verbose: bool,
    /// Exit with status 7 when a server answers with a status of 400 or more
    #[arg(long)]
    pub fail: bool,
    /// How long each address of a server may take to accept a connection
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = cli::seconds)]
    pub connect_timeout: Duration,
    /// How long a server may take for the head of its response, or stay silent within the content
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = cli::seconds)]
    pub timeout: Duration,
    /// How long everything together may take
    #[arg(long, value_name = "SECONDS", value_parser = cli::seconds)]
    pub max_time: Option<Duration>,
}

impl Args {
    /// The file that --output names; not standard output.
    pub fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| path.as_os_str() != "-")
    }
}
