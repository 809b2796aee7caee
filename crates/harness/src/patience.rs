//! How long a test is silent to find out whether a program waits: longer than the time limits that the program has set.
//!
//! A program that gives up after five seconds of silence is as wrong as one that gives up after half a second, and a test
//! that is always silent for more than five seconds costs everybody that much. So the system is asked: Linux tells which
//! time limits a program has set on its sockets. Having one is no mistake, for a read that failed because of it may be made
//! again; but the silence has to outlast it.

use std::time::Duration;

use crate::failure::Verdict;
use crate::running::{Ended, Running};

/// How long the silence is where the system does not tell, or a program waits in another way than by a blocking read:
/// longer than limits of one and two seconds.
const UNTOLD: Duration = Duration::from_millis(2_300);

/// No silence is longer than this, whatever limit a program has set: a test has to come to an end.
const LONGEST: Duration = Duration::from_millis(6_500);

/// By how much the silence is longer than a limit: Linux lets one of several seconds go by an eighth later.
const MARGIN: Duration = Duration::from_millis(200);
const LATER: u32 = 8;

impl Running {
    /// Says nothing to the program for at least `time`, and for longer than any time limit that it has set on a socket;
    /// returns how it ended, if it did.
    ///
    /// # Errors
    ///
    /// When the system does not tell whether the program has ended.
    pub fn wait_out(&self, time: Duration) -> Verdict<Option<Ended>> {
        // What the program does first, setting a limit for example, it has done when it sleeps.
        let _ = self.expect_idle();
        let limit = longest_limit(self.pid()).unwrap_or(UNTOLD);
        let limit = if limit.is_zero() { limit } else { limit + limit / LATER + MARGIN };
        self.wait_end(limit.clamp(time, LONGEST.max(time)))
    }
}

/// The longest time limit that the process has set on one of its sockets, zero for none; `None` where the system does not
/// tell, or where a socket does not block: whoever reads from such a one keeps the time in another way.
#[cfg(target_os = "linux")]
fn longest_limit(pid: u32) -> Option<Duration> {
    use rustix::process::{Pid, PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open};
    use socket2::SockRef;

    let process = pidfd_open(Pid::from_raw(pid.try_into().ok()?)?, PidfdFlags::empty()).ok()?;
    let mut longest = Duration::ZERO;
    for entry in std::fs::read_dir(format!("/proc/{pid}/fd")).ok()? {
        let number = entry.ok()?.file_name().to_str()?.parse().ok()?;
        let Ok(file) = pidfd_getfd(&process, number, PidfdGetfdFlags::empty()) else {
            // It may have been closed meanwhile. When it is there all the same, the system does not allow a look.
            if std::fs::symlink_metadata(format!("/proc/{pid}/fd/{number}")).is_ok() {
                return None;
            }
            continue;
        };
        let socket = SockRef::from(&file);
        let Ok(read) = socket.read_timeout() else { continue };
        if socket.nonblocking().ok()? {
            return None;
        }
        // A write that has taken a part of its bytes when its time is over succeeds. Here and there the system takes some
        // more a little later, and so does the next one; the third fails.
        let limits = [read, socket.write_timeout().ok()?.map(|limit| 3 * limit)];
        longest = limits.into_iter().flatten().fold(longest, Duration::max);
    }
    Some(longest)
}

#[cfg(not(target_os = "linux"))]
fn longest_limit(_: u32) -> Option<Duration> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::net::UdpSocket;
    use std::process;

    use super::*;

    #[test]
    fn the_limits_of_a_process_are_found() {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a free port");
        socket.set_read_timeout(Some(Duration::from_secs(7))).expect("a time limit");
        // Other tests of this process may have set limits too, and may use sockets that do not block.
        assert!(longest_limit(process::id()).is_none_or(|limit| limit >= Duration::from_secs(7)));
    }
}
