//! What the tool prints on standard output.

use std::io::{self, ErrorKind, Write};

use crate::error::{Error, Result};

/// Prints a text; a reader who closes the pager early is no error.
pub fn show(text: &str) -> Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Error::Other(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}
