//! How long a check may take in all, and how long each of its waits.

use std::env;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::life::SHORT;
use crate::quantity::secs;
use crate::scene;

/// How long a check waits for anything, unless `COURSE_DEADLINE_SECS` says otherwise.
const DEADLINE: Duration = Duration::from_secs(2);

/// How long a whole check may take, unless it says that it needs more and why, or `COURSE_TEST_SECS` gives it more: on a
/// machine that grades many rooms at a time, what a program does takes longer too.
pub(crate) const WHOLE: Duration = Duration::from_secs(10);

/// How often the time of a check is looked at, and how much of it a look takes at most. A look that comes later than that
/// comes from a machine that stood still, or is so busy that programs do not get their time either.
pub(crate) const TICK: Duration = Duration::from_millis(20);
const LONGEST_TICK: Duration = Duration::from_millis(40);

/// As good as for ever, where a time is too long to be added to another.
const A_YEAR: Duration = Duration::from_hours(366 * 24);

/// How long a check waits for anything: 2 seconds, or `COURSE_DEADLINE_SECS` for machines slower than that.
#[must_use]
pub fn deadline() -> Duration {
    let deadline = scene::own_deadline().unwrap_or_else(usual_deadline);
    if scene::is_lifeless() { deadline.min(SHORT) } else { deadline }
}

/// The same of a check that does not say so itself.
pub(crate) fn usual_deadline() -> Duration {
    given_secs("COURSE_DEADLINE_SECS").unwrap_or(DEADLINE)
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

/// One wait: it is over when its own time is, or that of the whole check.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wait {
    time: Duration,
    until: Instant,
}

impl Wait {
    /// A wait as long as the [`deadline`], from now on.
    pub(crate) fn begin() -> Self {
        Self::of(deadline())
    }

    /// A wait of so long, from now on.
    pub(crate) fn of(time: Duration) -> Self {
        let now = Instant::now();
        Self { time, until: now.checked_add(time).unwrap_or(now + A_YEAR) }
    }

    /// When its own time is over.
    pub(crate) fn until(&self) -> Instant {
        self.until
    }

    /// What is left of it.
    pub(crate) fn left(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now()).min(scene::time_left())
    }

    pub(crate) fn is_over(&self) -> bool {
        self.left().is_zero()
    }

    /// In what time nothing came: `within 2 s`.
    pub(crate) fn told(&self) -> String {
        if self.is_cut_short() {
            "before the time of the whole test was over".to_owned()
        } else {
            format!("within {}", secs(self.time))
        }
    }

    /// When something was still so: `after 2 s`.
    pub(crate) fn told_after(&self) -> String {
        if self.is_cut_short() {
            "when the time of the whole test was over".to_owned()
        } else {
            format!("after {}", secs(self.time))
        }
    }

    fn is_cut_short(&self) -> bool {
        scene::time_left().is_zero() && Instant::now() < self.until
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
