//! The pages at an address, by the learner's server.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::Reading;
use crate::build::Book;
use crate::changes::Changes;
use crate::serve::{announce, built, rebuild_on_change};

/// How often the server is looked after.
const PAUSE: Duration = Duration::from_millis(50);

/// How long it may take to end. A terminal's Ctrl-C goes to both programs: only where that was none, the server must be told,
/// for a second Ctrl-C would end it in the middle of a response.
const GRACE: Duration = Duration::from_secs(1);

/// What it says first.
const LISTENING: &str = "listening on ";

/// Builds the book and has a program serve it until it is interrupted, or the program ends.
///
/// # Errors
///
/// When the book does not build, or the program cannot be started or fails.
pub fn serve(book: &Book, reading: &Reading, program: &Path) -> anyhow::Result<()> {
    let warnings = built(book, None)?;
    let changes = Arc::new(Changes::default());
    let ends = Arc::clone(&changes);
    cli::on_interrupt(move || ends.end())?;
    let mut child = start(book, reading, program)?;
    let stderr = child.stderr.take();
    let listens = |addr| {
        announce(addr, &warnings, reading);
        if reading.watch {
            cli::note("your server cannot tell pages of a change: reload them yourself");
        }
    };
    thread::scope(|scope| {
        if let Some(stderr) = stderr {
            scope.spawn(|| relay(stderr, listens));
        }
        if reading.watch {
            scope.spawn(|| rebuild_on_change(book, &changes, || built(book, None)));
        }
        let status = looked_after(&mut child, &changes);
        let was_told = changes.has_ended_after(Duration::ZERO);
        changes.end();
        match status? {
            status if status.success() || was_told => Ok(()),
            status => bail!("your server has ended: {status}"),
        }
    })
}

fn start(book: &Book, reading: &Reading, program: &Path) -> anyhow::Result<Child> {
    let mut command = Command::new(program);
    command.arg("--root").arg(&book.dest).args(["--addr", &reading.addr]);
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    command.spawn().with_context(|| format!("cannot start {}", program.display()))
}

/// Waits for the end of the server, and tells it to end when that is wanted.
fn looked_after(child: &mut Child, changes: &Changes) -> anyhow::Result<ExitStatus> {
    let mut told = None;
    let mut is_interrupted = false;
    loop {
        if let Some(status) = child.try_wait().context("cannot look after your server")? {
            return Ok(status);
        }
        if !changes.has_ended_after(PAUSE) {
            continue;
        }
        let time = told.get_or_insert_with(Instant::now).elapsed();
        if time > GRACE && !is_interrupted {
            interrupt(child);
            is_interrupted = true;
        } else if time > GRACE * 4 {
            cli::note("your server goes on after Ctrl-C; it is ended now");
            child.kill().context("cannot end your server")?;
        }
        thread::sleep(PAUSE);
    }
}

#[cfg(unix)]
fn interrupt(child: &mut Child) {
    use rustix::process::{Pid, Signal, kill_process};

    // One that has ended needs no signal.
    let _ = kill_process(Pid::from_child(child), Signal::INT);
}

#[cfg(not(unix))]
fn interrupt(child: &mut Child) {
    let _ = child.kill();
}

/// Says what the server says, but for its first line, which says where it listens.
fn relay(stderr: ChildStderr, listens: impl Fn(SocketAddr)) {
    let mut stderr = BufReader::new(stderr);
    let mut line = Vec::new();
    while stderr.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end();
        match text.strip_prefix(LISTENING).map(str::parse) {
            Some(Ok(addr)) => listens(addr),
            _ => cli::note(text),
        }
        line.clear();
    }
}
