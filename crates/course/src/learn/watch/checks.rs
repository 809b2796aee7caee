//! Checks of a room beside what its learner does: one at a time, and again when something was saved.

use std::any::Any;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::bounded;
use crate::error::{Error, Result};
use crate::grade::check::Checked;
use crate::learn::next;
use crate::learn::status::{self, Stop};
use crate::learn::watch::saves::Saves;
use crate::lessons::Lesson;
use crate::output;

/// How long the end of a check is waited for that was interrupted because nobody wants to know any more.
const LAST_WAIT: Duration = Duration::from_secs(1);

/// The name of the thread that checks.
pub const THREAD: &str = "check";

/// A room that was checked, and how all lessons stand.
pub struct Outcome {
    pub checked: Checked,
    pub stops: Vec<Stop>,
}

/// A check that runs.
struct Running {
    thread: JoinHandle<()>,
    outcome: Receiver<Result<Outcome>>,
    /// Only a screen shows how long it takes.
    #[cfg(unix)]
    began: Instant,
    /// Whether something was saved, or asked for, since it began.
    is_stale: bool,
}

/// Watches the room of a lesson.
pub struct Checks {
    root: PathBuf,
    lesson: Lesson,
    saves: Saves,
    running: Option<Running>,
}

impl Checks {
    /// Watches a room, and begins to check it.
    pub fn of(root: &Path, lesson: Lesson) -> Self {
        let saves = Saves::of(&lesson);
        let mut checks = Self { root: root.to_owned(), lesson, saves, running: None };
        checks.again();
        checks
    }

    /// The lesson whose room it is.
    pub fn lesson(&self) -> &Lesson {
        &self.lesson
    }

    /// How long the check takes that runs.
    #[cfg(unix)]
    pub fn runs_for(&self) -> Option<Duration> {
        self.running.as_ref().map(|running| running.began.elapsed())
    }

    /// Watches another room.
    pub fn turn_to(&mut self, lesson: Lesson) {
        self.saves = Saves::of(&lesson);
        self.lesson = lesson;
        self.again();
    }

    /// Checks anew. A check that runs is interrupted: what it would say is of no use any more.
    pub fn again(&mut self) {
        match &mut self.running {
            Some(running) => {
                running.is_stale = true;
                bounded::interrupt();
            }
            // Where the system has no thread left, the next save tries again.
            None => self.running = begin(&self.root, &self.lesson).inspect_err(|error| output::note(error)).ok(),
        }
    }

    /// Checks anew if something was saved, and says whether it was.
    pub fn look(&mut self) -> bool {
        let is_new = self.saves.is_new();
        if is_new {
            self.again();
        }
        is_new
    }

    /// What a check has found out that has come to its end by now.
    pub fn take(&mut self) -> Option<Result<Outcome>> {
        if !self.running.as_ref().is_some_and(|running| running.thread.is_finished()) {
            return None;
        }
        let Running { thread, outcome, is_stale, .. } = self.running.take()?;
        let panicked = thread.join().err();
        bounded::go_on();
        if is_stale {
            self.again();
            return None;
        }
        let why = panicked.as_ref().map_or("", |why| words(why.as_ref()));
        let broken = || Err(Error::Other(format!("the check broke off; that is a mistake in `cargo course`\n{why}")));
        Some(outcome.try_recv().unwrap_or_else(|_| broken()))
    }
}

impl Drop for Checks {
    fn drop(&mut self) {
        let Some(running) = self.running.take() else { return };
        bounded::interrupt();
        let until = Instant::now() + LAST_WAIT;
        while !running.thread.is_finished() {
            if Instant::now() >= until {
                // It waits for another `cargo course`, and starts nothing any more.
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
        let _ = running.thread.join();
        bounded::go_on();
    }
}

/// What a thread said that has panicked.
fn words(why: &(dyn Any + Send)) -> &str {
    why.downcast_ref::<String>().map(String::as_str).or_else(|| why.downcast_ref().copied()).unwrap_or_default()
}

fn begin(root: &Path, lesson: &Lesson) -> io::Result<Running> {
    let (root, lesson) = (root.to_owned(), lesson.clone());
    let (say, outcome) = mpsc::sync_channel(1);
    let check = move || {
        let found = Checked::of(&root, &lesson).and_then(|checked| {
            let (_, lessons) = next::in_order(&root)?;
            Ok(Outcome { checked, stops: status::stops(&root, lessons)? })
        });
        // Who has gone away does not ask.
        let _ = say.send(found);
    };
    let thread = thread::Builder::new().name(THREAD.to_owned()).spawn(check)?;
    Ok(Running {
        thread,
        outcome,
        #[cfg(unix)]
        began: Instant::now(),
        is_stale: false,
    })
}
