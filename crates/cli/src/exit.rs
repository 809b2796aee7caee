//! How a program ends: its exit status, and one line that says what failed.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::interrupt::is_told_to_end;
use crate::notes::{LAST_LINES, finish_notes, note};
use crate::outlet::OUTPUT;
use crate::output::rest_shown;

/// Ends `main`: exit status 0, or one line `error: …` on standard error and exit status 1. A terminal shows a long line in
/// several.
///
/// The status is 1 too when some of a [`transcript`](crate::transcript) was lost, which was said on standard error; but not
/// of a program that was told to end ([`on_interrupt`](crate::on_interrupt)): it has done what it should.
pub fn exit<E: Display>(result: Result<(), E>) -> ExitCode {
    let succeeded = result.is_ok();
    let rest = rest_shown();
    // Where nobody reads a transcript, its thread keeps the stream locked while it waits.
    if !rest.is_empty() {
        let _ = io::stdout().write_all(&rest);
    }
    if let Err(error) = result {
        note(format_args!("error: {error:#}"));
    }
    let printed = OUTPUT.finish(LAST_LINES);
    finish_notes();
    if succeeded && (printed || is_told_to_end()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
