//! What `cargo course` starts: it compiles the course's tool, says so, and runs it.
//!
//! Cargo itself either says nothing while it compiles what it is going to run, or two lines more each time when it is
//! compiled already. This program has no dependencies, so it is there within a second and can speak for the one that has.

use std::env;
use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::{Duration, Instant};

/// The package and the program that are compiled and run.
const TOOL: &str = "course";

/// How long compiling may take before it is said: looking whether anything has changed takes less.
const SILENCE: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            note(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode, String> {
    let tool = tool()?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    if !compile(&cargo, tool.exists()).map_err(|error| format!("cannot start {}: {error}", cargo.display()))? {
        // Cargo has said why.
        return Ok(ExitCode::FAILURE);
    }
    let mut command = Command::new(&tool);
    command.args(env::args_os().skip(1));
    replace(command).map_err(|error| format!("cannot start {}: {error}", tool.display()))
}

/// The tool's program, which cargo puts beside this one.
fn tool() -> Result<PathBuf, String> {
    let here = env::current_exe().map_err(|error| format!("cannot find the folder of this program: {error}"))?;
    Ok(here.with_file_name(format!("{TOOL}{EXE_SUFFIX}")))
}

/// Compiles the tool and says whether that succeeded.
fn compile(cargo: &OsString, is_there: bool) -> io::Result<bool> {
    let mut command = Command::new(cargo);
    command.args(["build", "--package", TOOL]);
    if is_there {
        let mut child = command.arg("--quiet").spawn()?;
        let start = Instant::now();
        while child.try_wait()?.is_none() {
            if start.elapsed() > SILENCE {
                note("compiling what has changed in `cargo course`");
                break;
            }
            thread::sleep(Duration::from_millis(5));
        }
        return Ok(child.wait()?.success());
    }
    note("compiling `cargo course`: this is done once, and may take a minute");
    if !io::stderr().is_terminal() {
        command.arg("--quiet");
    }
    Ok(command.status()?.success())
}

/// Runs the tool in the place of this program.
#[cfg(unix)]
fn replace(mut command: Command) -> io::Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec())
}

/// Runs the tool and ends as it ends.
#[cfg(not(unix))]
fn replace(mut command: Command) -> io::Result<ExitCode> {
    let code = command.status()?.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Says something on standard error; a reader who has gone away is no reason to stop.
fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
