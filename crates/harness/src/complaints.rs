//! What the programs of a test have complained about, for failures that have to know it when they happen.

use std::cell::RefCell;

thread_local! {
    static ASK: RefCell<Option<Box<dyn Fn() -> String>>> = const { RefCell::new(None) };
}

/// From now on, `ask` knows it in this thread.
pub(crate) fn enter(ask: impl Fn() -> String + 'static) {
    ASK.set(Some(Box::new(ask)));
}

/// What they have complained about so far.
pub(crate) fn so_far() -> String {
    ASK.with_borrow(|ask| ask.as_ref().map_or_else(String::new, |ask| ask()))
}
