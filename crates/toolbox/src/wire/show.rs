//! A recording, shown again.

use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use anyhow::Context;

use super::analysis::Analysis;
use super::look::Look;
use super::outputs::Pages;
use super::print;
use super::recording::Recording;
use super::sum::Sum;
use super::terminal;

/// Makes of a recording the pages that are wanted; where none is, shows it in the terminal.
pub fn show(file: &Path, pages: &Pages, look: Look) -> anyhow::Result<bool> {
    if pages.are_wanted() {
        // Before a page is begun that nothing can be written into.
        Recording::open(file)?;
        pages.check(Some(file))?;
        print(&pages.write(|| Recording::open(file))?)?;
    } else {
        in_terminal(file, look)?;
    }
    Ok(true)
}

/// Shows a recording in the terminal.
pub fn in_terminal(file: &Path, look: Look) -> anyhow::Result<()> {
    let (mut analysis, mut sum) = (Analysis::default(), Sum::default());
    let mut stdout = io::stdout().lock();
    for event in Recording::open(file)? {
        let event = event?;
        let seen = analysis.see(&event);
        sum.add(&event, &seen);
        match stdout.write_all(terminal::event(&event, &seen, look).as_bytes()) {
            // Who reads only the beginning is done.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            written => written.context("cannot print")?,
        }
    }
    drop(stdout);
    print(&sum.told(None))
}
