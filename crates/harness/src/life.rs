//! Which of a lesson's programs show signs of life: they connect, send, or close a connection.
//!
//! One that hangs would cost the whole time of a wait in every test. So when one has been waited for in vain in several
//! tests and has not shown a sign of life in any, the tests that follow do not wait as long.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

/// In how many tests a program has to have been waited for in vain.
const IN_VAIN: u32 = 8;

/// How long is waited for such a program.
pub(crate) const SHORT: Duration = Duration::from_millis(300);

/// One of the two programs of a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Server,
    Client,
}

/// What is known of a program from all tests of this process.
#[derive(Debug)]
struct Life {
    shows: AtomicBool,
    in_vain: AtomicU32,
}

impl Life {
    const fn new() -> Self {
        Self { shows: AtomicBool::new(false), in_vain: AtomicU32::new(0) }
    }

    fn is_missed(&self) -> bool {
        !self.shows.load(Ordering::Relaxed) && self.in_vain.load(Ordering::Relaxed) >= IN_VAIN
    }
}

static SERVER: Life = Life::new();
static CLIENT: Life = Life::new();

impl Role {
    /// What the program is called, after the name of its package.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Client => "client",
        }
    }

    fn life(self) -> &'static Life {
        match self {
            Self::Server => &SERVER,
            Self::Client => &CLIENT,
        }
    }

    /// The program has shown a sign of life.
    pub(crate) fn shows_life(self) {
        self.life().shows.store(true, Ordering::Relaxed);
    }

    /// A test has waited for the program in vain.
    pub(crate) fn waited_in_vain(self) {
        self.life().in_vain.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether the program has been waited for in vain often enough.
    pub(crate) fn is_lifeless(self) -> bool {
        self.life().is_missed()
    }
}

/// Whether both programs have shown signs of life: then there is nothing to find out.
pub(crate) fn is_known() -> bool {
    SERVER.shows.load(Ordering::Relaxed) && CLIENT.shows.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sign_of_life_is_enough() {
        let life = Life::new();
        life.in_vain.store(IN_VAIN - 1, Ordering::Relaxed);
        assert!(!life.is_missed());
        life.in_vain.store(IN_VAIN, Ordering::Relaxed);
        assert!(life.is_missed());
        life.shows.store(true, Ordering::Relaxed);
        assert!(!life.is_missed());
    }
}
