//! What the tool prints on standard output, and what it says beside that.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError};

use crate::error::{Error, Result};
use crate::render::fitted;
use crate::terminal;

/// Prints a text; a reader who closes the pager early is no error.
pub fn show(text: &str) -> Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Error::Other(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Who hears what the tool says beside its output, where that is not standard error.
static HEARER: Mutex<Option<Sender<String>>> = Mutex::new(None);

/// Says what the tool is about: on standard error, or to who hears it.
pub fn note(line: impl Display) {
    let hearer = HEARER.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match hearer {
        Some(hearer) => drop(hearer.send(line.to_string())),
        None => cli::note(fitted_to_error(&line.to_string())),
    }
}

/// A text whose words are not broken at the edge of the terminal, where standard error is one.
pub fn fitted_to_error(text: &str) -> String {
    terminal::error_width().map_or_else(|| text.to_owned(), |width| fitted(text, width))
}

/// Has everything that is noted heard, from now on; or nobody any more.
#[cfg(unix)]
pub fn hear(hearer: Option<Sender<String>>) {
    *HEARER.lock().unwrap_or_else(PoisonError::into_inner) = hearer;
}
