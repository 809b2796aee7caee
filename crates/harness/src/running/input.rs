//! What a test does to a program: signals, and what is typed.

use std::io::Write as _;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
#[cfg(unix)]
use std::thread;

#[cfg(unix)]
use super::POLL;
use super::Running;
use crate::failure::{Failure, Verdict};
#[cfg(unix)]
use crate::time::Wait;

impl Running {
    /// Sends SIGINT, as Ctrl-C in a terminal does.
    ///
    /// # Errors
    ///
    /// When the system cannot.
    #[cfg(unix)]
    pub fn interrupt(&self) -> Verdict {
        self.signal("INT")
    }

    /// Sends the signal of that name (`INT`, `TERM`, `HUP`, `KILL`, `STOP`, `CONT`). As from a terminal, what the program
    /// has started gets it too.
    ///
    /// # Errors
    ///
    /// When the system cannot.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) -> Verdict {
        if !matches!(name, "STOP" | "CONT") {
            self.process.signalled();
        }
        self.process.signal(name).map_err(|error| Failure::broken(&format!("cannot send SIG{name}"), &error))
    }

    /// Stops the program, as Ctrl-Z in a shell does, until [`signal`](Self::signal) sends it `CONT`. When this returns, it
    /// has left the call in which it waited.
    ///
    /// # Errors
    ///
    /// When the system cannot send the signal.
    #[cfg(unix)]
    pub fn stop(&self) -> Verdict {
        self.signal("STOP")?;
        let wait = Wait::begin();
        while !self.process.is_stopped() && !self.process.has_ended() && !wait.is_over() {
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// Stops the program and lets it go on, as Ctrl-Z and `fg` in a shell do.
    ///
    /// A blocking write in which the program waits then returns at once, with the number of bytes it had taken until
    /// then. This is the one way to see a short count from a blocking socket that neither side has set a timeout for.
    ///
    /// # Errors
    ///
    /// When the system cannot send the signals.
    #[cfg(unix)]
    pub fn stop_and_continue(&self) -> Verdict {
        // A SIGCONT that comes before the program has stopped would take the SIGSTOP back.
        self.stop()?;
        self.signal("CONT")
    }

    /// Types a line on the program's standard input; only after [`Program::stdin_open`](crate::Program::stdin_open).
    ///
    /// # Errors
    ///
    /// When the program no longer reads.
    pub fn type_line(&self, line: &str) -> Verdict {
        let mut stdin = self.stdin.lock().unwrap_or_else(PoisonError::into_inner);
        self.process.fed.fetch_add(line.len() as u64 + 1, Ordering::Relaxed);
        let written = stdin.as_mut().map_or(Ok(()), |stdin| stdin.write_all(format!("{line}\n").as_bytes()));
        written.map_err(|error| {
            Failure::wrong().row("expected", "the program reads its input").row("came", error.to_string())
        })
    }

    /// Closes the program's standard input, as Ctrl-D in a terminal does.
    pub fn close_stdin(&self) {
        drop(self.stdin.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}
