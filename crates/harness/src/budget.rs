//! The time of a whole check.

use std::cell::RefCell;
use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use crate::given;

/// How long a check waits for anything, unless `COURSE_DEADLINE_SECS` says otherwise.
const DEADLINE: Duration = Duration::from_secs(2);

/// The same for programs that are given by commands: an interpreter starts anew in every test, and takes its time.
const DEADLINE_OF_COMMANDS: Duration = Duration::from_secs(5);

/// How often the time of a check is looked at, and how much of it a look takes at most. A look that comes later than that
/// comes from a machine that stood still, or is so busy that programs do not get their time either.
pub(crate) const TICK: Duration = Duration::from_millis(20);
const LONGEST_TICK: Duration = Duration::from_millis(40);

thread_local! {
    static CURRENT: RefCell<Arc<Budget>> = RefCell::default();
}

/// From now on, what this thread does takes of this time.
pub(crate) fn enter(budget: Arc<Budget>) {
    CURRENT.set(budget);
}

/// How much of the time of this thread's check is left.
pub(crate) fn time_left() -> Duration {
    CURRENT.with_borrow(|budget| budget.left())
}

/// As long as it is held, the time of the check stands still.
pub(crate) struct TimeOut(Arc<Budget>);

/// Stops the time of this thread's check: for what has a deadline of its own.
pub(crate) fn hold_time() -> TimeOut {
    let budget = CURRENT.with_borrow(Arc::clone);
    budget.hold();
    TimeOut(budget)
}

impl Drop for TimeOut {
    fn drop(&mut self) {
        self.0.go_on();
    }
}

/// How long a check waits for anything that does not say so itself.
pub(crate) fn usual_deadline() -> Duration {
    let usual = if given::commands().is_some() { DEADLINE_OF_COMMANDS } else { DEADLINE };
    given_secs("COURSE_DEADLINE_SECS").unwrap_or(usual)
}

fn given_secs(name: &str) -> Option<Duration> {
    env::var(name).ok()?.parse().ok().map(Duration::from_secs)
}

/// The time of one check: it runs from the beginning of the check, but not while a program starts.
#[derive(Debug)]
pub(crate) struct Budget {
    whole: Duration,
    spent_micros: AtomicU64,
    held: AtomicU32,
}

impl Default for Budget {
    /// Time without end: what happens outside a check ends with its own waits.
    fn default() -> Self {
        Self { whole: Duration::MAX, spent_micros: AtomicU64::new(0), held: AtomicU32::new(0) }
    }
}

impl Budget {
    /// So much time, and more on a machine whose deadlines are longer than usual.
    pub(crate) fn new(time: Duration) -> Self {
        let secs = |time: Duration| u32::try_from(time.as_secs()).unwrap_or(u32::MAX);
        let longer = usual_deadline().max(DEADLINE);
        let scaled = time.saturating_mul(secs(longer)) / secs(DEADLINE);
        Self { whole: scaled.max(given_secs("COURSE_TEST_SECS").unwrap_or_default()), ..Self::default() }
    }

    /// All the time that there was.
    pub(crate) fn whole(&self) -> Duration {
        self.whole
    }

    pub(crate) fn left(&self) -> Duration {
        self.whole.saturating_sub(Duration::from_micros(self.spent_micros.load(Ordering::Relaxed)))
    }

    pub(crate) fn is_over(&self) -> bool {
        self.left().is_zero()
    }

    /// Takes away the time since the last look.
    pub(crate) fn spend(&self, time: Duration) {
        if self.held.load(Ordering::Relaxed) == 0 {
            let micros = u64::try_from(time.min(LONGEST_TICK).as_micros()).unwrap_or(u64::MAX);
            self.spent_micros.fetch_add(micros, Ordering::Relaxed);
        }
    }

    /// Stops the time until [`go_on`](Self::go_on) has been called as often as this.
    pub(crate) fn hold(&self) {
        self.held.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn go_on(&self) {
        self.held.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_but_for_what_is_held_and_what_nobody_saw() {
        let budget = Budget { whole: Duration::from_secs(1), ..Budget::default() };
        budget.spend(Duration::from_millis(20));
        budget.hold();
        budget.spend(Duration::from_millis(20));
        budget.go_on();
        assert_eq!(budget.left(), Duration::from_millis(980));
        budget.spend(Duration::from_hours(1));
        assert_eq!(budget.left(), Duration::from_millis(940));
        for _ in 0..24 {
            budget.spend(LONGEST_TICK);
        }
        assert!(budget.is_over());
    }
}
