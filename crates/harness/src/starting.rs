//! How long programs are given to start up.
//!
//! An interpreter takes its time, sixteen of them at once take more; a program that hangs must not take as long in every
//! test. So the first start of a program is made alone for a while, and if that does not come to anything, the others do
//! not get the whole time again.

use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::budget::usual_deadline;
use crate::proc::Sleep;
use crate::process::Process;

/// How long a program gets that did not start before.
const AGAIN: Duration = Duration::from_millis(300);

/// How long a server may take until it listens: 10 seconds, or five times what `COURSE_DEADLINE_SECS` says.
#[must_use]
pub fn start_deadline() -> Duration {
    const DEADLINE: Duration = Duration::from_secs(10);
    let given = env::var("COURSE_DEADLINE_SECS").ok().and_then(|secs| secs.parse::<u64>().ok());
    given.map_or(DEADLINE, |secs| DEADLINE.max(Duration::from_secs(secs.saturating_mul(5))))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// The first start is being made; the program may have been found computing.
    Trying {
        computes: bool,
    },
    Starts,
    Hangs,
}

impl Known {
    fn is_trying(self) -> bool {
        matches!(self, Self::Trying { .. })
    }
}

static KNOWN: Mutex<Option<HashMap<PathBuf, Known>>> = Mutex::new(None);
static CHANGED: Condvar = Condvar::new();

fn known() -> MutexGuard<'static, Option<HashMap<PathBuf, Known>>> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Says of the first start whether its program computes.
fn tell(path: &Path, found: bool) {
    if let Some(Known::Trying { computes }) = known().get_or_insert_default().get_mut(path) {
        *computes = found;
    }
}

/// A program's turn to start.
pub(crate) struct Turn {
    path: PathBuf,
    known: Known,
}

/// Waits until the program at `path` may be started: the first time alone. A start that sleeps needs nothing that others
/// could take from it, so these begin after a while; one that computes is soon known to start or to hang, unless others
/// compute beside it.
pub(crate) fn turn(path: &Path) -> Turn {
    let began = Instant::now();
    let until = |computes| began + if computes { start_deadline() } else { usual_deadline() * 3 / 5 };
    let mut all = known();
    loop {
        let map = all.get_or_insert_default();
        match map.get(path) {
            None => {
                let known = Known::Trying { computes: false };
                map.insert(path.to_owned(), known);
                return Turn { path: path.to_owned(), known };
            }
            Some(Known::Trying { computes }) if Instant::now() < until(*computes) => {
                let left = until(*computes).saturating_duration_since(Instant::now());
                all = CHANGED.wait_timeout(all, left).unwrap_or_else(PoisonError::into_inner).0;
            }
            Some(known) => return Turn { path: path.to_owned(), known: *known },
        }
    }
}

impl Turn {
    /// How long this start is waited for.
    pub(crate) fn patience<'a>(&self, process: &'a Process) -> Patience<'a> {
        let given = if self.known == Known::Hangs { AGAIN.min(start_deadline()) } else { start_deadline() };
        let alone = self.known.is_trying();
        // One that waits for something else than the test, or counts to infinity, is not starting.
        let sleep = usual_deadline();
        let work = alone.then(|| sleep / 2);
        let began = Instant::now();
        Patience {
            path: self.path.clone(),
            process,
            began,
            given,
            sleep,
            work,
            quiet: Mutex::new((Sleep::Awake, began)),
        }
    }

    /// The start has come to something, if only to an end, or it has not.
    pub(crate) fn done(&self, is_something: bool) {
        let mut all = known();
        let known = if is_something { Known::Starts } else { Known::Hangs };
        let entry = all.get_or_insert_default().entry(self.path.clone()).or_insert(known);
        if entry.is_trying() || is_something {
            *entry = known;
        }
        CHANGED.notify_all();
    }
}

impl Drop for Turn {
    /// A start that could not be made at all lets the next one try.
    fn drop(&mut self) {
        let mut all = known();
        let map = all.get_or_insert_default();
        if self.known.is_trying() && map.get(&self.path).is_some_and(|known| known.is_trying()) {
            map.remove(&self.path);
            CHANGED.notify_all();
        }
    }
}

/// How long one start is waited for.
pub(crate) struct Patience<'a> {
    path: PathBuf,
    process: &'a Process,
    began: Instant,
    given: Duration,
    /// How long it may sleep on end.
    sleep: Duration,
    /// How long it may compute in all.
    work: Option<Duration>,
    /// What the last look found, and since when it has been the same.
    quiet: Mutex<(Sleep, Instant)>,
}

impl Patience<'_> {
    pub(crate) fn until(&self) -> Instant {
        self.began + self.given
    }

    pub(crate) fn waited(&self) -> Duration {
        self.began.elapsed().min(self.given)
    }

    /// Whether nothing more will come: the program has ended, it and all that it has started sleep for too long, or it
    /// has computed for too long.
    pub(crate) fn is_over(&self) -> bool {
        let has_worked = |work| self.process.time_on_processor().is_some_and(|time| time >= work);
        let hangs = || known().as_ref().and_then(|all| all.get(&self.path)) == Some(&Known::Hangs);
        if hangs() && self.began.elapsed() >= AGAIN {
            return true;
        }
        if self.process.is_gone() || self.work.is_some_and(has_worked) {
            return true;
        }
        let mut quiet = self.quiet.lock().unwrap_or_else(PoisonError::into_inner);
        match self.process.sleep_of_all() {
            Some(found @ Sleep::Since(_)) if found == quiet.0 => quiet.1.elapsed() >= self.sleep,
            Some(found) => {
                *quiet = (found, Instant::now());
                if self.work.is_some() {
                    tell(&self.path, found == Sleep::Awake);
                }
                false
            }
            None => false,
        }
    }
}
