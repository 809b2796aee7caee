//! How many connections the system lets a server have: each needs a thread, an open file, and memory.
//!
//! A thread that the system does not give costs one client. But one that it gives, and that finds no memory when it
//! begins, ends the whole program: so no limit may be reached that threads come near to.

use crate::files;

/// What limits the number of connections, in the words of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit {
    /// How many connections there may be.
    pub(crate) connections: usize,
    /// What there is not enough of: few of these, or little of this.
    pub(crate) of: &'static str,
}

/// How many of the `wanted` connections there may be, and what there is not enough of for all of them; `None` when there
/// is enough of everything.
pub(crate) fn limit(wanted: usize) -> Option<Limit> {
    let open_files = Limit { connections: files::allow(wanted), of: "few open files (ulimit -n)" };
    let lowest = threads().chain([open_files]).min_by_key(|limit| limit.connections)?;
    (lowest.connections < wanted).then_some(Limit { connections: lowest.connections.max(1), ..lowest })
}

/// What limits threads. Elsewhere than on Linux nothing says so before there are too many.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn threads() -> impl Iterator<Item = Limit> {
    std::iter::empty()
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn threads() -> impl Iterator<Item = Limit> {
    linux::limits().into_iter().flatten()
}

#[cfg(any(target_os = "linux", target_os = "android"))]
mod linux {
    use std::fs;
    use std::path::Path;

    use rustix::process::{Resource, getrlimit, getuid};

    use super::Limit;
    use crate::admission::OTHERS;
    use crate::stack::STACK;

    /// The mappings of a thread: its stack, that of its signal handlers, a guard in front of each, and two for what it
    /// allocates.
    const MAPPINGS: u64 = 6;

    /// The address space of a thread: its stack, and what its connection allocates.
    const SPACE: u64 = 2 * STACK as u64;

    /// What the process needs beside its threads, and other processes beside this one.
    const RESERVED_MAPPINGS: u64 = 1000;
    const RESERVED_SPACE: u64 = 64 * 1024 * 1024;
    const RESERVED_TASKS: u64 = 64;

    pub(super) fn limits() -> [Option<Limit>; 6] {
        let limit = |threads: Option<u64>, of| {
            let threads = usize::try_from(threads?).unwrap_or(usize::MAX);
            Some(Limit { connections: threads.saturating_sub(OTHERS), of })
        };
        [
            limit(by_mappings(), "few memory mappings (vm.max_map_count)"),
            limit(by_space(), "little address space (ulimit -v)"),
            limit(by_user(), "few processes of one user (ulimit -u)"),
            limit(by_system("/proc/sys/kernel/threads-max"), "few threads (kernel.threads-max)"),
            limit(by_system("/proc/sys/kernel/pid_max"), "few process numbers (kernel.pid_max)"),
            limit(by_control_group(), "few tasks in its control group (pids.max)"),
        ]
    }

    fn by_mappings() -> Option<u64> {
        let most = number(Path::new("/proc/sys/vm/max_map_count"))?;
        let present = fs::read_to_string("/proc/self/maps").ok()?.lines().count() as u64;
        Some(most.saturating_sub(present + RESERVED_MAPPINGS) / MAPPINGS)
    }

    fn by_space() -> Option<u64> {
        let most = getrlimit(Resource::As).current?;
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmSize:"))?;
        let present: u64 = line.split_whitespace().next()?.parse().ok()?;
        Some(most.saturating_sub(present * 1024 + RESERVED_SPACE) / SPACE)
    }

    /// The superuser has no such limit.
    fn by_user() -> Option<u64> {
        let most = getrlimit(Resource::Nproc).current.filter(|_| !getuid().is_root())?;
        Some(most.saturating_sub(RESERVED_TASKS.min(most / 2)))
    }

    /// A limit for all threads of the system, and what is left of it.
    fn by_system(path: &str) -> Option<u64> {
        let most = number(Path::new(path))?;
        // Three averages are followed by how many threads run, and how many there are: `0.00 0.00 0.00 1/123 456`.
        let load = fs::read_to_string("/proc/loadavg").ok()?;
        let present: u64 = load.split([' ', '/']).nth(4)?.parse().ok()?;
        Some(most.saturating_sub(present + RESERVED_TASKS))
    }

    /// The control groups of the process, each within the one above it.
    fn by_control_group() -> Option<u64> {
        let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
        groups.lines().filter_map(left_for).min()
    }

    /// How many tasks are left in a group: `0::/path`, or `4:pids:/path` where each controller has its own groups.
    fn left_for(line: &str) -> Option<u64> {
        let (controllers, path) = line.split_once(':')?.1.split_once(':')?;
        let root = match controllers {
            "" => Path::new("/sys/fs/cgroup"),
            _ if controllers.split(',').any(|name| name == "pids") => Path::new("/sys/fs/cgroup/pids"),
            _ => return None,
        };
        let group = Path::new(path).strip_prefix("/").ok()?;
        group.ancestors().filter_map(|group| left_in(&root.join(group))).min()
    }

    fn left_in(group: &Path) -> Option<u64> {
        let most = number(&group.join("pids.max"))?;
        let present = number(&group.join("pids.current")).unwrap_or_default();
        Some(most.saturating_sub(present).saturating_sub(RESERVED_TASKS.min(most / 8)))
    }

    /// The number in a file; where it says `max` there is none.
    fn number(path: &Path) -> Option<u64> {
        fs::read_to_string(path).ok()?.trim().parse().ok()
    }
}
