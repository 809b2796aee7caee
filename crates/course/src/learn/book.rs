//! The book with its figures and its search: `cargo course book`.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::error::{Error, Result};
use crate::learn::run;
use crate::lessons::{self, Role};
use crate::program::{self, Profile};

/// Where the pages lie.
const PAGES: &str = "target/course/book";

/// The lesson whose server serves a folder.
const SERVER: &str = "14";

/// How the book is to be read.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Do not open the browser
    #[arg(long)]
    no_open: bool,
    /// Build it again whenever its sources change, and have the pages that are open reload themselves
    #[arg(long)]
    watch: bool,
    /// With your server: the one of lesson 14, standing on your layers
    #[arg(long)]
    mine: bool,
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:3000")]
    addr: String,
}

/// Builds the book and serves it until it is interrupted.
pub fn book(root: &Path, args: &Args) -> Result<bool> {
    let server = if args.mine { Some(server(root)?) } else { None };
    let pages = root.join(PAGES);
    let source = root.join("book");
    let mut arguments: Vec<&OsStr> = vec!["book".as_ref(), "--addr".as_ref(), args.addr.as_ref()];
    arguments.extend([OsStr::new("--source"), source.as_ref(), OsStr::new("--dest"), pages.as_ref()]);
    arguments.extend(args.no_open.then_some(OsStr::new("--no-open")));
    arguments.extend(args.watch.then_some(OsStr::new("--watch")));
    if let Some(server) = &server {
        arguments.extend([OsStr::new("--server"), server]);
    }
    program::become_it(program::book(root, arguments)?)
}

/// The learner's server, or the course's where theirs is not begun, which is said.
fn server(root: &Path) -> Result<OsString> {
    let lessons = lessons::select(lessons::lessons(root)?, &[SERVER.to_owned()])?;
    let lesson = lessons.first().ok_or_else(|| Error::Other(format!("no lesson `{SERVER}`")))?;
    Ok(run::built(root, lesson, Role::Server, true, Profile::Dev)?.into_os_string())
}
