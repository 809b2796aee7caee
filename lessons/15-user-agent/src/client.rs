//! Asks for URLs and writes what they lead to: a client for every day, one idea in a file.
//!
//! | file | what |
//! |---|---|
//! | `args` | the command line |
//! | `failure` | what can fail, and the exit status that says so |
//! | `uri`, `reference` | URLs, and where a `Location` leads from one |
//! | `request`, `data`, `basic` | the request, and the content that goes with it |
//! | `proxy` | what is said of a proxy that is not used |
//! | `redirect` | which request follows a redirect |
//! | `addresses`, `connect`, `pool`, `wire` | connections made, used again, and looked at |
//! | `deadline` | the end of the time for everything |
//! | `trace`, `visible` | the octets of heads, shown safely on a terminal |
//! | `fetch` | all of it for one URL, until there is a response to keep |
//! | `response` | what is done with a response as it comes |
//! | `decode` | compressed content made readable |
//! | `download`, `kept`, `content_range` | files that are whole or not there, and the parts kept of others |
//! | `place`, `system` | what is there already in a file's place |
//! | `progress` | how far a download has come |

mod addresses;
mod args;
mod basic;
mod connect;
mod content_range;
mod data;
mod deadline;
mod decode;
mod download;
mod failure;
mod fetch;
mod kept;
mod place;
mod pool;
mod progress;
mod proxy;
mod redirect;
mod reference;
mod request;
mod response;
mod system;
mod trace;
mod uri;
mod visible;
mod wire;

use std::process::ExitCode;

use clap::Parser;

use args::Args;
use deadline::Deadline;
use failure::Failure;
use fetch::Session;

fn main() -> ExitCode {
    let asked = ask_for_all(&Args::parse());
    cli::finish_notes();
    asked.map_or_else(|failure| failure.exit_code(), |()| ExitCode::SUCCESS)
}

/// Asks for each URL; the failure is the first one.
fn ask_for_all(args: &Args) -> Result<(), Failure> {
    let told = |failure: Failure| {
        failure.tell();
        failure
    };
    // What is wrong on the command line is said before anything is asked.
    let requests = request::requests(args).map_err(told)?;
    if let Some(ignored) = proxy::ignored(requests.iter().map(|request| request.uri.server())) {
        cli::note(ignored);
    }
    let mut session = Session::new(args, Deadline::of(args.max_time));
    let mut first_failure = Ok(());
    for request in requests {
        let fetched = session.fetch(request).map_err(told);
        if fetched.as_ref().is_err_and(Failure::ends_everything) {
            return fetched;
        }
        first_failure = first_failure.and(fetched);
    }
    first_failure
}
