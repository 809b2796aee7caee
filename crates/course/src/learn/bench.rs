//! Building servers for speed, and having them measured: `cargo course bench`.

use std::ffi::OsString;
use std::path::Path;

use crate::error::{Error, Result};
use crate::learn::run;
use crate::lessons::{Lesson, Role};
use crate::program::{self, Profile};

/// The lessons that have a server of HTTP.
const HTTP: [&str; 2] = ["06", "14"];

/// The lesson that is measured where none is named.
pub const USUAL: &str = HTTP[1];

/// Builds the course's server of a lesson, and with `is_mine` the learner's, and becomes the tool that measures them.
pub fn bench(root: &Path, lesson: &Lesson, is_mine: bool, arguments: &[OsString]) -> Result<bool> {
    let [first, last] = HTTP;
    let number = lesson.number.as_str();
    if !(first..=last).contains(&number) {
        return Err(Error::Other(format!("lesson {number} has no server of HTTP; {first} to {last} have one")));
    }
    cli::note("building for speed: the first time takes a minute or two");
    let mut words: Vec<OsString> = vec!["bench".into(), "--lesson".into(), format!("{number} {}", lesson.name).into()];
    // What does not compile is said first of the learner's.
    if is_mine {
        words.extend(["--mine".into(), run::built(root, lesson, Role::Server, true, Profile::Release)?.into()]);
    }
    words.extend(["--reference".into(), run::built(root, lesson, Role::Server, false, Profile::Release)?.into()]);
    words.extend(arguments.iter().cloned());
    program::become_it(program::toolbox(root, words)?)
}
