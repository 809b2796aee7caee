//! Which of a lesson's programs show signs of life: they connect, send, or close a connection.
//!
//! One that hangs would cost the whole time of a wait in every test. So when one has been started several times, and for
//! as long as a whole wait has not shown a sign of life in any test, the tests that follow do not wait as long.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::budget::usual_deadline;
use crate::given;

/// How often a program has to have been started in vain.
const STARTS: u32 = 4;

/// How long is waited for such a program, and for one that is given by a command, whose runtime takes its time.
const SHORT: Duration = Duration::from_millis(500);
const SHORT_OF_COMMANDS: Duration = Duration::from_secs(2);

pub(crate) fn short() -> Duration {
    if given::commands().is_some() { SHORT_OF_COMMANDS } else { SHORT }
}

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
    starts: AtomicU32,
    first: OnceLock<Instant>,
}

impl Life {
    const fn new() -> Self {
        Self { shows: AtomicBool::new(false), starts: AtomicU32::new(0), first: OnceLock::new() }
    }

    fn starts(&self) {
        self.first.get_or_init(Instant::now);
        self.starts.fetch_add(1, Ordering::Relaxed);
    }

    fn is_missed(&self, time: Duration) -> bool {
        !self.shows.load(Ordering::Relaxed)
            && self.starts.load(Ordering::Relaxed) >= STARTS
            && self.first.get().is_some_and(|first| first.elapsed() >= time)
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

    /// Whether it has ever shown one.
    pub(crate) fn has_shown_life(self) -> bool {
        self.life().shows.load(Ordering::Relaxed)
    }

    /// A test starts the program.
    pub(crate) fn starts(self) {
        self.life().starts();
    }

    /// Whether the program has been waited for in vain for long enough.
    pub(crate) fn is_lifeless(self) -> bool {
        self.life().is_missed(usual_deadline() * 9 / 10)
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
        let missed = |life: &Life| life.is_missed(Duration::ZERO);
        (1..STARTS).for_each(|_| life.starts());
        assert!(!missed(&life));
        life.starts();
        assert!(missed(&life) && !life.is_missed(Duration::from_hours(1)));
        life.shows.store(true, Ordering::Relaxed);
        assert!(!missed(&life));
    }
}
