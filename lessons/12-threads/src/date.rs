//! The Date field, whose text is made once a second (RFC 9110 section 6.6.1).

use std::cell::RefCell;
use std::time::SystemTime;

use connection::DateClock;

thread_local! {
    static CLOCK: RefCell<DateClock> = RefCell::default();
}

/// Shows the present second to `use_it`, as the value of the Date field.
pub fn date<T>(use_it: impl FnOnce(&str) -> T) -> T {
    CLOCK.with_borrow_mut(|clock| use_it(clock.at(SystemTime::now())))
}
