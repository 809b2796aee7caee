//! How a program ends.

use std::thread;
use std::time::{Duration, Instant};

use super::{POLL, Running};
use crate::exit::{Exit, ended_in_words};
use crate::failure::{Failure, Verdict};
use crate::time::{Wait, deadline};

/// How long a program may take to end that has closed its outputs.
pub(crate) const LAST_MOMENT: Duration = Duration::from_millis(200);

/// How a program ended.
#[derive(Debug, Clone)]
pub struct Ended {
    /// The exit status; `None` when a signal ended it.
    pub status: Option<i32>,
    /// The number of the signal that ended it.
    pub signal: Option<i32>,
    /// All it wrote to standard output.
    pub stdout: Vec<u8>,
    /// All it wrote to standard error.
    pub stderr: Vec<u8>,
}

impl Running {
    /// Waits for the program to end with exit status `status`.
    ///
    /// # Errors
    ///
    /// When it ends otherwise, or is still running after the deadline.
    pub fn expect_end(&self, status: i32) -> Verdict<Ended> {
        self.expect_end_within(deadline(), status)
    }

    /// Like [`expect_end`](Self::expect_end), for a program that has much to do.
    ///
    /// # Errors
    ///
    /// As [`expect_end`](Self::expect_end).
    pub fn expect_end_within(&self, time: Duration, status: i32) -> Verdict<Ended> {
        let expected = format!("the program ends with exit status {status}");
        let wait = Wait::of(time);
        let Some(ended) = self.wait_end(time)? else {
            let came = format!("it is still running {}", wait.told_after());
            return Err(Failure::no_answer().row("expected", expected).row("came", came));
        };
        if ended.status == Some(status) {
            return Ok(ended);
        }
        let exit = Exit { status: ended.status, signal: ended.signal };
        let came = match exit.status {
            Some(status) => format!("it ended with exit status {status}"),
            None => ended_in_words(exit).replace("the program", "it"),
        };
        Err(Failure::wrong().row("expected", expected).row("came", came))
    }

    /// Waits for the program to end; `None` when it is still running after `time`.
    ///
    /// # Errors
    ///
    /// When the system does not tell.
    pub fn wait_end(&self, time: Duration) -> Verdict<Option<Ended>> {
        let wait = Wait::of(time);
        loop {
            let exit = self.process.exit();
            if let Some(exit) = exit.map_err(|error| Failure::broken("cannot wait for the program", &error))? {
                // What it has started may hold its outputs open for longer than it has run.
                self.process.stdout.join(deadline() / 2);
                self.process.stderr.join(deadline() / 2);
                let (stdout, stderr) = (self.process.stdout.so_far(), self.process.stderr.so_far());
                return Ok(Some(Ended { status: exit.status, signal: exit.signal, stdout, stderr }));
            }
            if wait.is_over() {
                return Ok(None);
            }
            thread::sleep(POLL);
        }
    }

    /// Whether the program has ended, whoever may still hold its outputs open.
    pub(super) fn is_over(&self) -> bool {
        self.process.is_gone()
    }

    /// What has become of the program, which has closed its outputs: that it ends follows in a moment.
    pub(crate) fn end_in_words(&self) -> String {
        let until = Instant::now() + LAST_MOMENT;
        while !self.process.has_ended() && Instant::now() < until {
            thread::sleep(POLL);
        }
        match self.process.exit() {
            Ok(Some(exit)) => ended_in_words(exit),
            _ => "the program has closed its output".to_owned(),
        }
    }
}
