//! The lessons that are built, while the rooms of others are tested already.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::error::Error;
use crate::grade::desk::Grader;
use crate::grade::desk::build::Built;
use crate::lessons::Lesson;

/// The rooms of one lesson, and what judges them.
pub(super) struct BuiltLesson {
    pub(super) grader: Grader,
    /// By the entries' ids.
    pub(super) programs: BTreeMap<String, Built>,
}

/// The lessons that are built, for those who wait for them.
#[derive(Default)]
pub(super) struct Ready {
    state: Mutex<ReadyState>,
    changed: Condvar,
}

#[derive(Default)]
struct ReadyState {
    lessons: BTreeMap<String, Arc<BuiltLesson>>,
    failure: Option<Error>,
    /// Whether nothing more is built, or nobody waits for it.
    is_over: bool,
}

impl Ready {
    fn state(&self) -> MutexGuard<'_, ReadyState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A lesson is built. Returns whether nobody waits for another one.
    pub(super) fn put(&self, lesson: &Lesson, built: BuiltLesson) -> bool {
        let mut state = self.state();
        state.lessons.insert(lesson.number.clone(), Arc::new(built));
        self.changed.notify_all();
        state.is_over
    }

    /// A lesson cannot be built, and none after it will be.
    pub(super) fn fail(&self, error: Error) -> bool {
        let mut state = self.state();
        state.failure = Some(error);
        state.is_over = true;
        self.changed.notify_all();
        true
    }

    /// Nothing more is built, or nobody waits any more.
    pub(super) fn stop(&self) {
        self.state().is_over = true;
        self.changed.notify_all();
    }

    /// What cannot be built, if anything.
    pub(super) fn failure(&self) -> Option<Error> {
        self.state().failure.take()
    }

    /// Waits for a lesson; none if it will not come.
    pub(super) fn lesson(&self, lesson: &Lesson) -> Option<Arc<BuiltLesson>> {
        let mut state = self.state();
        loop {
            if let Some(built) = state.lessons.get(&lesson.number) {
                return Some(Arc::clone(built));
            }
            if state.is_over {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Whatever becomes of the builder, nobody waits for ever.
pub(super) struct Over<'a>(pub(super) &'a Ready);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// What a room is told whose lesson could not be built; the failure itself is told once.
pub(super) fn broken_off() -> Error {
    Error::Other("its lesson was not built".to_owned())
}
