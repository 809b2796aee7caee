//! What mdBook says while it builds: it speaks through `tracing`, and ends well where an included file is missing.

use std::fmt::{self, Debug, Write as _};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber, subscriber};

/// What was complained of.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Complaints {
    /// What a reader may not even see.
    pub warnings: Vec<String>,
    /// What is missing in the pages.
    pub errors: Vec<String>,
}

/// Runs something, and returns what it complains of beside what it returns.
pub fn heard<T>(action: impl FnOnce() -> T) -> (T, Complaints) {
    let hearer = Hearer::default();
    let returned = subscriber::with_default(hearer.clone(), action);
    let mut complaints = hearer.0.lock().unwrap_or_else(PoisonError::into_inner);
    (returned, mem::take(&mut *complaints))
}

/// Keeps warnings and errors.
#[derive(Debug, Default, Clone)]
struct Hearer(Arc<Mutex<Complaints>>);

impl Subscriber for Hearer {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::WARN)
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Text::default();
        event.record(&mut text);
        let mut complaints = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_error = *event.metadata().level() == Level::ERROR;
        let kept = if is_error { &mut complaints.errors } else { &mut complaints.warnings };
        kept.push(text.0);
    }

    // Spans say where in mdBook something is said, which helps nobody who writes a chapter.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// The text of an event.
#[derive(Default)]
struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let written: fmt::Result = if field.name() == "message" {
            write!(self.0, "{value:?}")
        } else {
            write!(self.0, " ({}: {value:?})", field.name())
        };
        // Writing to a string does not fail.
        let _ = written;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_and_errors_are_kept_and_nothing_else() {
        let (returned, complaints) = heard(|| {
            tracing::info!("nothing");
            tracing::warn!("a {}", "warning");
            tracing::error!("an error");
            7
        });
        assert_eq!(returned, 7);
        assert_eq!((complaints.warnings, complaints.errors), (vec!["a warning".into()], vec!["an error".into()]));
        assert_eq!(heard(|| ()).1, Complaints::default());
    }
}
