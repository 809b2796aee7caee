//! What a test says when it panics, kept until its failure is shown.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::panic::{self, PanicHookInfo};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// By the names of the tests, which are those of the threads that they run in.
static KEPT: Mutex<Option<HashMap<String, String>>> = Mutex::new(None);

/// From now on, keeps what a test says. Threads without a name of their own say it at once, as ever.
pub(super) fn keep() {
    let at_once = panic::take_hook();
    panic::set_hook(Box::new(move |info| match thread::current().name().filter(|name| *name != "main") {
        Some(name) => {
            let words = words(name, info);
            KEPT.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default().insert(name.to_owned(), words);
        }
        None => at_once(info),
    }));
}

/// What was kept of the test of this name.
pub(super) fn of(test: &str) -> Option<String> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).as_mut()?.remove(test)
}

fn words(name: &str, info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map(|place| format!(" at {place}:")).unwrap_or_default();
    let mut words = format!("thread '{name}' panicked{place}\n{}", info.payload_as_str().unwrap_or("(no text)"));
    let backtrace = Backtrace::capture();
    if backtrace.status() == BacktraceStatus::Captured {
        let _ = write!(words, "\n{backtrace}");
    }
    words
}
