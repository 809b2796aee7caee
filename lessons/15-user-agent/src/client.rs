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

#[path = "../../../crates/15-user-agent/src/addresses.rs"]
mod addresses;
// What has a path is given: it lies with the reference. Read it there; nothing in it is left to write.
#[path = "../../../crates/15-user-agent/src/args.rs"]
mod args;
#[path = "../../../crates/15-user-agent/src/basic.rs"]
mod basic;
#[path = "../../../crates/15-user-agent/src/connect.rs"]
mod connect;
mod content_range;
#[path = "../../../crates/15-user-agent/src/data.rs"]
mod data;
#[path = "../../../crates/15-user-agent/src/deadline.rs"]
mod deadline;
mod decode;
mod download;
#[path = "../../../crates/15-user-agent/src/failure.rs"]
mod failure;
mod fetch;
mod kept;
#[path = "../../../crates/15-user-agent/src/place.rs"]
mod place;
mod pool;
#[path = "../../../crates/15-user-agent/src/progress.rs"]
mod progress;
#[path = "../../../crates/15-user-agent/src/proxy.rs"]
mod proxy;
mod redirect;
mod reference;
mod request;
mod response;
#[path = "../../../crates/15-user-agent/src/system.rs"]
mod system;
#[path = "../../../crates/15-user-agent/src/trace.rs"]
mod trace;
mod uri;
#[path = "../../../crates/15-user-agent/src/visible.rs"]
mod visible;
#[path = "../../../crates/15-user-agent/src/wire.rs"]
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
