//! What a program keeps of clients that have left: files, threads, memory for the threads' stacks.

use std::fs;
use std::thread;
use std::time::Duration;

use crate::failure::{Failure, Verdict};
use crate::left_out::{NOT_TOLD, left_out};
use crate::running::Running;
use crate::time::Wait;

const POLL: Duration = Duration::from_millis(5);

/// How much of each kind a program has.
#[derive(Debug, Clone, Copy)]
pub struct Kept {
    files: usize,
    threads: usize,
    mappings: usize,
}

impl Kept {
    fn of(pid: u32) -> Option<Self> {
        let entries = |folder: &str| Some(fs::read_dir(format!("/proc/{pid}/{folder}")).ok()?.count());
        let mappings = fs::read_to_string(format!("/proc/{pid}/maps")).ok()?.lines().count();
        Some(Self { files: entries("fd")?, threads: entries("task")?, mappings })
    }

    /// What there is too much of, in words.
    fn excess(self, before: Self, more: usize) -> Option<String> {
        let files = (self.files > before.files + more).then(|| format!("{} files and sockets open", self.files));
        let threads = || (self.threads > before.threads + more).then(|| format!("{} threads", self.threads));
        // A thread that has ended, and that nobody has joined or let go, leaves its stack and the guard below it behind.
        let stacks = || {
            let more_mappings = self.mappings.saturating_sub(before.mappings);
            (more_mappings > 4 * more).then(|| {
                format!(
                    "{more_mappings} more pieces of memory, as the stacks of threads that nobody joins or lets go are"
                )
            })
        };
        files.or_else(threads).or_else(stacks)
    }
}

impl Running {
    /// What the program has open now; `None` where the system does not tell, and it is said that the check is left out.
    #[must_use]
    pub fn kept(&self) -> Option<Kept> {
        let kept = Kept::of(self.pid());
        if kept.is_none() && !cfg!(target_os = "linux") {
            let _ = left_out("what a program keeps of clients that have left", NOT_TOLD);
        }
        kept
    }

    /// Expects the program to have, now or soon, hardly more files, threads and stacks than it had `before`, though clients
    /// have come and gone since: at most `more` of each.
    ///
    /// Left out where the system does not tell.
    ///
    /// # Errors
    ///
    /// When it has more until the deadline.
    pub fn expect_nothing_kept(&self, before: Option<Kept>, more: usize) -> Verdict {
        let wait = Wait::begin();
        while let Some(excess) = before.and_then(|before| self.kept()?.excess(before, more)) {
            if wait.is_over() {
                return Err(Failure::wrong()
                    .row("expected", "the program keeps nothing of the clients that have left: no socket, no thread")
                    .row("came", format!("it has {excess}")));
            }
            thread::sleep(POLL);
        }
        Ok(())
    }
}
