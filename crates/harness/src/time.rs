//! How long each wait of a check may take.

use std::time::{Duration, Instant};

use crate::budget::{time_left, usual_deadline};
use crate::life::short;
use crate::quantity::secs;
use crate::scene;

/// How long a whole check may take, unless it says that it needs more and why, or `COURSE_TEST_SECS` gives it more: on a
/// machine that grades many rooms at a time, what a program does takes longer too.
pub(crate) const WHOLE: Duration = Duration::from_secs(10);

/// As good as for ever, where a time is too long to be added to another.
const A_YEAR: Duration = Duration::from_hours(366 * 24);

/// How long a check waits for anything: 2 seconds, 5 for programs that are given by commands, or
/// `COURSE_DEADLINE_SECS` for machines slower than that.
#[must_use]
pub fn deadline() -> Duration {
    let deadline = scene::own_deadline().unwrap_or_else(usual_deadline);
    if scene::is_lifeless() { deadline.min(short()) } else { deadline }
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
        self.until.saturating_duration_since(Instant::now()).min(time_left())
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
        time_left().is_zero() && Instant::now() < self.until
    }
}
