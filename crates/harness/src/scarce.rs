//! A program to which the system gives no more threads, or no more files and sockets, for a while.

use crate::failure::Verdict;
use crate::left_out::left_out;
use crate::running::Running;
use crate::scene;

impl Running {
    /// Does `meanwhile` while the system does not give the program another thread: it may take hardly more address space
    /// than it has, and the stack of a thread needs 2 MiB of it, unless the program asks for a smaller one. Threads that it
    /// has already go on.
    ///
    /// Left out where the limits of a program that runs already cannot be changed: only Linux does that.
    ///
    /// # Errors
    ///
    /// Those of `meanwhile`.
    pub fn without_more_threads(&self, meanwhile: impl FnOnce() -> Verdict) -> Verdict {
        match limits::of_memory(self.pid()) {
            Some(lowered) => {
                scene::deny_threads();
                let verdict = meanwhile();
                lowered.restore();
                verdict
            }
            None => left_out("a program that gets no more threads", FIXED_LIMITS),
        }
    }

    /// Does `meanwhile` while the system opens nothing more for the program, neither a file nor a socket. What it has open
    /// stays open; and a call of `accept` that waits already has its place for one.
    ///
    /// Left out where the limits of a program that runs already cannot be changed: only Linux does that.
    ///
    /// # Errors
    ///
    /// Those of `meanwhile`.
    pub fn without_more_files(&self, meanwhile: impl FnOnce() -> Verdict) -> Verdict {
        match limits::of_files(self.pid()) {
            Some(lowered) => {
                let verdict = meanwhile();
                lowered.restore();
                verdict
            }
            None => left_out("a program that may open nothing more", FIXED_LIMITS),
        }
    }
}

const FIXED_LIMITS: &str = "this system does not change the limits of others";

#[cfg(target_os = "linux")]
mod limits {
    use std::fs;

    use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

    /// What a program may still take: some small things on its heap, and no stack of usual size.
    const ROOM: u64 = 512 * 1024;

    /// The limit that a program had before.
    pub(super) struct Lowered {
        pid: Pid,
        resource: Resource,
        before: Rlimit,
    }

    /// Lets the program take hardly more address space than it has; `None` where that cannot be done.
    pub(super) fn of_memory(pid: u32) -> Option<Lowered> {
        lower(pid, Resource::As, address_space(pid)? + ROOM)
    }

    /// Lets the program open nothing; `None` where that cannot be done.
    pub(super) fn of_files(pid: u32) -> Option<Lowered> {
        lower(pid, Resource::Nofile, 0)
    }

    fn lower(pid: u32, resource: Resource, most: u64) -> Option<Lowered> {
        let pid = Pid::from_raw(pid.try_into().ok()?)?;
        // The upper limit stays what the program has from this process: who has lowered that may not raise it again.
        let lowered = Rlimit { current: Some(most), maximum: getrlimit(resource).maximum };
        let before = prlimit(Some(pid), resource, lowered).ok()?;
        Some(Lowered { pid, resource, before })
    }

    impl Lowered {
        pub(super) fn restore(self) {
            // A program that has ended has no limits.
            let _ = prlimit(Some(self.pid), self.resource, self.before);
        }
    }

    /// How many octets of address space the process has.
    fn address_space(pid: u32) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmSize:"))?;
        let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kilobytes * 1024)
    }
}

#[cfg(not(target_os = "linux"))]
mod limits {
    pub(super) enum Lowered {}

    pub(super) fn of_memory(_: u32) -> Option<Lowered> {
        None
    }

    pub(super) fn of_files(_: u32) -> Option<Lowered> {
        None
    }

    impl Lowered {
        pub(super) fn restore(self) {
            match self {}
        }
    }
}
