//! How many files, and so connections, the system lets the server have open.

/// Open files that are no connections: the listener, standard error, files that are being sent.
#[cfg(unix)]
const RESERVE: u64 = 64;

/// Asks the system for as many open files as `connections` need; returns how many connections there may be.
///
/// Each connection is an open file, and may send another one. The limit of most systems is low for the sake of old
/// programs, and every program may raise it up to a second, higher limit.
#[cfg(unix)]
pub(crate) fn allow(connections: usize) -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let wanted = (connections as u64).saturating_mul(2).saturating_add(RESERVE);
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current.is_some_and(|current| current < wanted) {
        let raised = Rlimit { current: Some(limit.maximum.map_or(wanted, |most| most.min(wanted))), ..limit };
        if setrlimit(Resource::Nofile, raised).is_ok() {
            limit = raised;
        }
    }
    let files = limit.current.unwrap_or(u64::MAX);
    // When fewer than wanted are allowed, some of the connections cannot send a file: then those are answered with 503.
    usize::try_from(files.saturating_sub(RESERVE + files / 8)).unwrap_or(usize::MAX)
}

/// Other systems have no such limit, or one that is out of reach.
#[cfg(not(unix))]
pub(crate) fn allow(connections: usize) -> usize {
    connections
}
