//! `--max-time`: the end of the time for everything together.

use std::process;
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Kind};

/// How much later the program ends where it waits for what cannot be interrupted. A busy machine needs some of it to end the
/// usual way.
const GRACE: Duration = Duration::from_secs(1);

/// What still may wait when the time is over: it is ended with the program.
///
/// Looking up a name, and writing to a pipe that nobody reads, know no timeout.
fn end_the_program_after(time: Duration) {
    let ended = thread::Builder::new().spawn(move || {
        thread::sleep(time.saturating_add(GRACE));
        over(time).tell();
        cli::finish_notes();
        process::exit(4);
    });
    if let Err(error) = ended {
        cli::note(format_args!("--max-time is not kept while a name is looked up: {error}"));
    }
}

fn over(time: Duration) -> Failure {
    Failure::new(Kind::Over, format!("everything took longer than the {} s of --max-time", time.as_secs_f64()))
}

/// When everything must be over, if ever.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Option<(Instant, Duration)>);

impl Deadline {
    /// So long from now on.
    pub fn of(time: Option<Duration>) -> Self {
        Self(time.map(|time| {
            end_the_program_after(time);
            (Instant::now() + time, time)
        }))
    }

    /// How much time is left, if there is an end to it; a failure when there is none.
    pub fn left(self) -> Result<Option<Duration>, Failure> {
        let Some((end, time)) = self.0 else { return Ok(None) };
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(over(time)) } else { Ok(Some(left)) }
    }
}
