//! Asks for a URL.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::FAILURE
}
