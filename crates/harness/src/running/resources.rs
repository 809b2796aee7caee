//! What a program takes of the machine: processor, files, threads and memory.

use std::thread;
use std::time::Duration;

use super::{POLL, Running};
use crate::failure::{Failure, Verdict};
use crate::left_out::{NOT_TOLD, left_out};
use crate::proc::Sleep;
use crate::quantity::secs;
use crate::scene::LOOK;
use crate::time::{Wait, deadline};

/// How many times in a row a program must be found asleep to count as idle: often where it was awake in between, seldom
/// where the system has counted that it was not.
const QUIET_LOOKS: u32 = 10;
const UNDISTURBED_LOOKS: u32 = 3;

impl Running {
    /// Expects the program to wait without computing: to sleep in the system until something happens.
    ///
    /// Left out where the system does not tell.
    ///
    /// # Errors
    ///
    /// When the program is busy until the deadline, or has ended.
    pub fn expect_idle(&self) -> Verdict {
        let expected = "with nothing to do, the program sleeps until something arrives";
        let wait = Wait::begin();
        let (mut last, mut asleep, mut undisturbed) = (Sleep::Awake, 0, 0);
        loop {
            let Some(sleep) = self.process.sleep() else {
                let _ = left_out("whether a program sleeps while it has nothing to do", NOT_TOLD);
                break;
            };
            asleep = if sleep == Sleep::Awake { 0 } else { asleep + 1 };
            undisturbed = if sleep == last { undisturbed + 1 } else { 1 };
            last = sleep;
            if asleep >= QUIET_LOOKS || (asleep > 0 && undisturbed >= UNDISTURBED_LOOKS) {
                break;
            }
            if wait.is_over() {
                return Err(Failure::wrong()
                    .row("expected", expected)
                    .row("came", format!("it was busy on the processor for {}", secs(deadline()))));
            }
            thread::sleep(LOOK);
        }
        if self.process.has_ended() {
            return Err(Failure::wrong().row("expected", expected).row("came", "the program has ended"));
        }
        Ok(())
    }

    /// Expects the program to rest for `time`: from when it sleeps on, its threads wake at most `most` times in all.
    ///
    /// Left out where the system does not tell.
    ///
    /// # Errors
    ///
    /// When they wake more often, or the program ends.
    pub fn expect_rest(&self, time: Duration, most: u64) -> Verdict {
        self.expect_idle()?;
        let before = self.process.wakes();
        let ended = self.wait_end(time)?.is_some();
        let came = match (before, self.process.wakes()) {
            _ if ended => "the program has ended".to_owned(),
            (Some(before), Some(after)) if after <= before + most => return Ok(()),
            (Some(before), Some(after)) => format!("they woke {} times", after - before),
            _ => {
                let _ = left_out("how often a program wakes", NOT_TOLD);
                return Ok(());
            }
        };
        let expected = format!("the threads of the program sleep: in {} they wake {most} times at most", secs(time));
        Err(Failure::wrong().row("expected", expected).row("came", came))
    }

    /// Expects the program to have at most `most` files and sockets open, now or soon.
    ///
    /// Left out where the system does not tell.
    ///
    /// # Errors
    ///
    /// When it has more until the deadline.
    pub fn expect_open_files(&self, most: usize) -> Verdict {
        let wait = Wait::begin();
        while let Some(open) = self.process.count("fd") {
            if open <= most {
                break;
            }
            if wait.is_over() {
                return Err(Failure::wrong()
                    .row("expected", format!("the program has at most {most} files and sockets open"))
                    .row("came", format!("{open}")));
            }
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// Expects the program to have at most `most` threads, now or soon.
    ///
    /// Left out where the system does not tell.
    ///
    /// # Errors
    ///
    /// When it has more until the deadline.
    pub fn expect_threads(&self, most: usize) -> Verdict {
        let wait = Wait::begin();
        while let Some(threads) = self.process.count("task") {
            if threads <= most {
                break;
            }
            if wait.is_over() {
                return Err(Failure::wrong()
                    .row("expected", format!("the program has at most {most} threads"))
                    .row("came", format!("{threads}")));
            }
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// The most memory the program has held at any time until now, in bytes, above what it held when it listened or, a
    /// client, when the test took its connection: so it is not counted what a program holds before it does anything.
    ///
    /// `None` where the system does not tell, and it is said that the check is left out.
    #[must_use]
    pub fn peak_memory(&self) -> Option<u64> {
        let peak = self.process.peak_memory();
        if peak.is_none() && !self.process.has_ended() {
            let _ = left_out("how much memory a program holds", NOT_TOLD);
        }
        peak
    }
}
