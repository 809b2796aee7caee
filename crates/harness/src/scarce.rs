//! A program to which the system gives no more threads for a while.

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
        match limits::lower(self.pid()) {
            Some(lowered) => {
                scene::deny_threads();
                let verdict = meanwhile();
                lowered.restore();
                verdict
            }
            None => left_out("a program that gets no more threads", "this system does not change the limits of others"),
        }
    }
}

#[cfg(target_os = "linux")]
mod limits {
    use std::fs;

    use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

    /// What a program may still take: some small things on its heap, and no stack of usual size.
    const ROOM: u64 = 512 * 1024;

    /// The limit that a program had before.
    pub(super) struct Lowered {
        pid: Pid,
        before: Rlimit,
    }

    /// Lets the program take hardly more address space than it has; `None` where that cannot be done.
    pub(super) fn lower(pid: u32) -> Option<Lowered> {
        let most = Some(address_space(pid)? + ROOM);
        let pid = Pid::from_raw(pid.try_into().ok()?)?;
        // The upper limit stays what the program has from this process: who has lowered that may not raise it again.
        let lowered = Rlimit { current: most, maximum: getrlimit(Resource::As).maximum };
        let before = prlimit(Some(pid), Resource::As, lowered).ok()?;
        Some(Lowered { pid, before })
    }

    impl Lowered {
        pub(super) fn restore(self) {
            // A program that has ended has no limits.
            let _ = prlimit(Some(self.pid), Resource::As, self.before);
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

    pub(super) fn lower(_: u32) -> Option<Lowered> {
        None
    }

    impl Lowered {
        pub(super) fn restore(self) {
            match self {}
        }
    }
}
