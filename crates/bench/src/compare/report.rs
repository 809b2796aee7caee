//! What was measured, beside what it should be.

use std::fmt::{self, Display};

/// A goal and what came of it.
#[derive(Debug)]
pub struct Goal {
    /// What was measured, and by which yardstick.
    pub what: String,
    pub measured: f64,
    pub bound: Bound,
    /// The numbers that `measured` was made of.
    pub from: String,
}

/// Where the goal lies.
#[derive(Debug, Clone, Copy)]
pub enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

impl Goal {
    pub fn is_met(&self) -> bool {
        match self.bound {
            Bound::AtLeast(least) => self.measured >= least,
            Bound::AtMost(most) => self.measured <= most,
        }
    }
}

impl Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.is_met() { "met" } else { "MISSED" };
        let bound = match self.bound {
            Bound::AtLeast(least) => format!(">= {least}"),
            Bound::AtMost(most) => format!("<= {most}"),
        };
        write!(f, "{verdict:<7} {:<58} {:>8.3}  {bound:<8}  {}", self.what, self.measured, self.from)
    }
}

/// The one in the middle.
pub fn median<T: Copy + PartialOrd>(values: impl IntoIterator<Item = T>) -> Option<T> {
    let mut values: Vec<_> = values.into_iter().collect();
    values.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    values.get(values.len() / 2).copied()
}
