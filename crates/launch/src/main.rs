//! What `cargo course` starts: it compiles the course's tool, says so, and runs it.
//!
//! Cargo itself either says nothing while it compiles what it is going to run, or two lines more each time when it is
//! compiled already. This program has no dependencies, so it is there within a second and can speak for the one that has.
//!
//! Nor does it say, when it is quiet, that it waits because another cargo builds in the same folder, as an editor's does
//! after each change. Therefore this program has a profile of its own, and so a folder in which nobody else builds.

use std::env;
use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::io::{self, BufRead as _, BufReader, IsTerminal as _, Write as _};
use std::mem;
use std::path::PathBuf;
use std::process::{ChildStderr, Command, ExitCode, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// The package and the program that are compiled and run.
const TOOL: &str = "course";

/// The profile that the tool is compiled with, and its folder.
const PROFILE: &str = "debug";

/// What is said when another cargo holds the folder in which the tool is built.
const WAITING: &str = "waiting for another cargo, of your editor or another terminal, to finish";

const FOR_EVER: Duration = Duration::from_hours(24);

/// What is said while cargo has not said yet whether there is anything to compile: a busy machine takes its time.
const LOOKING: &str = "looking whether `cargo course` is up to date";

/// What is said when there is.
const COMPILING: &str = "compiling what has changed in `cargo course`";

/// How long anything may take before it is said: looking whether anything has changed takes less.
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

/// The tool's program. This one is built with a profile of its own, so that it need not wait where another cargo builds;
/// the folders of both lie side by side.
fn tool() -> Result<PathBuf, String> {
    let here = env::current_exe().map_err(|error| format!("cannot find the folder of this program: {error}"))?;
    let built = here.ancestors().nth(2).ok_or_else(|| format!("{} lies in no folder", here.display()))?;
    Ok(built.join(PROFILE).join(format!("{TOOL}{EXE_SUFFIX}")))
}

/// Compiles the tool and says whether that succeeded.
fn compile(cargo: &OsString, is_there: bool) -> io::Result<bool> {
    let mut command = Command::new(cargo);
    command.args(["build", "--package", TOOL]);
    if !is_there {
        note("compiling `cargo course`: this is done once, and may take a minute");
        if io::stderr().is_terminal() {
            return Ok(command.status()?.success());
        }
    }
    if io::stderr().is_terminal() {
        command.args(["--color", "always"]);
    }
    let mut child = command.stderr(Stdio::piped()).spawn()?;
    let said = child.stderr.take().map(heard);
    let start = Instant::now();
    // What is compiled for the first time has been said.
    let mut is_told = !is_there;
    let mut why = LOOKING;
    let mut text = Vec::new();
    while let Some(said) = &said {
        let left = if is_told { FOR_EVER } else { SILENCE.saturating_sub(start.elapsed()) };
        match said.recv_timeout(left) {
            Ok(line) if is_about_waiting(&line) => {
                (why, is_told) = (WAITING, false);
            }
            Ok(line) if is_there && why != COMPILING && is_about_compiling(&line) => {
                (why, is_told) = (COMPILING, false);
                text.extend(line);
            }
            Ok(line) => text.extend(line),
            Err(RecvTimeoutError::Timeout) if is_told => (),
            Err(RecvTimeoutError::Timeout) => {
                note(why);
                is_told = true;
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let succeeded = child.wait()?.success();
    if !succeeded {
        let _ = io::stderr().write_all(&text);
    }
    Ok(succeeded)
}

/// The lines that cargo writes, as they come.
fn heard(stderr: ChildStderr) -> Receiver<Vec<u8>> {
    let (send, lines) = mpsc::channel();
    thread::spawn(move || {
        let mut stderr = BufReader::new(stderr);
        let mut line = Vec::new();
        while stderr.read_until(b'\n', &mut line).is_ok_and(|count| count > 0)
            && send.send(mem::take(&mut line)).is_ok()
        {}
    });
    lines
}

/// Whether cargo says that it waits for another one: `Blocking waiting for file lock on build directory`.
fn is_about_waiting(line: &[u8]) -> bool {
    String::from_utf8_lossy(line).contains("waiting for file lock")
}

/// Whether cargo says that it compiles: `   Compiling course v0.1.0 (…)`, which may be coloured.
fn is_about_compiling(line: &[u8]) -> bool {
    String::from_utf8_lossy(line).split(|c: char| !c.is_alphabetic()).any(|word| word == "Compiling")
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
