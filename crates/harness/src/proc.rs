//! What the system tells of a process and of connections: on Linux in `/proc`, a little of it elsewhere by `ps`.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

/// What a look at all threads of a program found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sleep {
    Awake,
    /// All of them sleep; the number is another one when any of them has been awake in between.
    Since(u64),
}

/// A thread as the system describes it.
pub(crate) struct ThreadState {
    /// `S` asleep, `D` waiting for a disk, `R` running or about to, `T` stopped, `Z` and `X` dead.
    state: char,
    /// How often the processor was given to it and taken from it.
    pub(crate) switches: u64,
}

impl ThreadState {
    fn read(status: &str) -> Option<Self> {
        let after = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let switches = |name: &str| after(name).and_then(|count| count.parse().ok()).unwrap_or(0);
        Some(Self {
            state: after("State:")?.chars().next()?,
            switches: switches("voluntary_ctxt_switches:") + switches("nonvoluntary_ctxt_switches:"),
        })
    }

    pub(crate) fn together(threads: &[Self]) -> Sleep {
        if threads.iter().any(|thread| matches!(thread.state, 'R' | 'D')) {
            return Sleep::Awake;
        }
        Sleep::Since(threads.iter().map(|thread| thread.switches).sum())
    }
}

/// The state of each thread; `None` where the system does not tell.
pub(crate) fn threads_of(id: u32) -> Option<Vec<ThreadState>> {
    let threads = fs::read_dir(format!("/proc/{id}/task")).ok()?;
    let status = threads.filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("status")).ok());
    Some(status.filter_map(|status| ThreadState::read(&status)).collect())
}

/// Whether a process has a socket open.
#[cfg(target_os = "linux")]
pub(crate) fn has_socket(id: u32) -> bool {
    let open = fs::read_dir(format!("/proc/{id}/fd")).into_iter().flatten().flatten();
    let is_socket = |file: fs::DirEntry| {
        fs::read_link(file.path()).is_ok_and(|target| target.to_string_lossy().starts_with("socket:"))
    };
    open.into_iter().any(is_socket)
}

/// How many entries this folder of what the system tells about a process has.
pub(crate) fn entries(id: u32, folder: &str) -> io::Result<usize> {
    fs::read_dir(format!("/proc/{id}/{folder}")).map(Iterator::count)
}

/// How long a process has computed; `None` where the system does not tell.
pub(crate) fn time_on_processor(id: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // `4711 (a name, which may hold anything) S …`: the twelfth and thirteenth of what follows, in hundredths of a
    // second on every Linux that Rust knows.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut next = || fields.next().and_then(|ticks| ticks.parse::<u64>().ok());
    Some(Duration::from_millis(10 * (next()? + next()?)))
}

/// How many octets of memory a process holds, `VmRSS:`, or has held at most, `VmHWM:`.
pub(crate) fn memory(id: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

/// What `ps` tells where there is no `/proc`: the state, and the time spent on the processor in place of the switches.
#[cfg(unix)]
pub(crate) fn sleep_by_ps(id: u32) -> Option<Sleep> {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    use std::process::Command;
    let told = Command::new("ps").args(["-o", "state=,time=", "-p", &id.to_string()]).output().ok()?;
    let told = String::from_utf8(told.stdout).ok()?;
    let mut words = told.split_whitespace();
    let (state, time) = (words.next()?, words.next()?);
    if state.starts_with(['R', 'D', 'U']) {
        return Some(Sleep::Awake);
    }
    let mut hasher = DefaultHasher::new();
    time.hash(&mut hasher);
    Some(Sleep::Since(hasher.finish()))
}

#[cfg(not(unix))]
pub(crate) fn sleep_by_ps(_: u32) -> Option<Sleep> {
    None
}

/// Whether the system still has an end of a connection at `local` whose other end is at `remote`; `false` where it does
/// not tell.
pub(crate) fn is_connected(local: SocketAddr, remote: SocketAddr) -> bool {
    let file = if local.is_ipv4() { "/proc/net/tcp" } else { "/proc/net/tcp6" };
    let ports = [local.port(), remote.port()].map(|port| format!(":{port:04X}"));
    let table = fs::read_to_string(file).unwrap_or_default();
    // `0: 0100007F:D431 0100007F:9C40 01 …`: a number, the two addresses, the state.
    table.lines().any(|line| line.split_whitespace().skip(1).zip(&ports).all(|(addr, port)| addr.ends_with(port)))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::process::Command;
    use std::time::Instant;

    use crate::left_out::left_out;

    /// What the other systems have to do with can be tried here, too.
    #[test]
    fn ps_tells_a_sleeping_program_from_a_busy_one() {
        if Command::new("ps").arg("-p").arg("1").output().is_err() {
            let _ = left_out("what `ps` tells", "there is no `ps` here");
            return;
        }
        let mut sleeping = Command::new("sleep").arg("60").spawn().expect("sleep starts");
        let mut busy = Command::new("sh").args(["-c", "while :; do :; done"]).spawn().expect("sh starts");
        let until = Instant::now() + Duration::from_secs(5);
        while !(matches!(sleep_by_ps(sleeping.id()), Some(Sleep::Since(_)))
            && sleep_by_ps(busy.id()) == Some(Sleep::Awake))
        {
            assert!(Instant::now() < until, "{:?} {:?}", sleep_by_ps(sleeping.id()), sleep_by_ps(busy.id()));
        }
        for child in [&mut sleeping, &mut busy] {
            child.kill().and_then(|()| child.wait()).expect("it can be killed");
        }
    }
}
