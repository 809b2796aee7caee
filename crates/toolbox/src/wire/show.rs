//! A recording, shown again.

use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use anyhow::Context;

use super::analysis::Analysis;
use super::look::Look;
use super::print;
use super::recording::Recording;
use super::sum::Sum;
use super::terminal;

/// Shows a recording in the terminal.
pub fn show(file: &Path, look: Look) -> anyhow::Result<bool> {
    let mut analysis = Analysis::default();
    let mut sum = Sum::default();
    let mut stdout = io::stdout().lock();
    for event in Recording::open(file)? {
        let event = event?;
        let seen = analysis.see(&event);
        sum.add(&event, &seen);
        match stdout.write_all(terminal::event(&event, &seen, look).as_bytes()) {
            // Who reads only the beginning is done.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(true),
            written => written.context("cannot print")?,
        }
    }
    drop(stdout);
    print(&sum.told(None))?;
    Ok(true)
}
