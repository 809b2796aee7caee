//! The present second as text, made once a second.

use std::cell::RefCell;
use std::time::{SystemTime, UNIX_EPOCH};

/// The present second in the two forms in which answers and the log show it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stamp {
    second: u64,
    /// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7).
    pub(crate) http: String,
    /// `1994-11-06T08:49:37Z`.
    pub(crate) log: String,
}

thread_local! {
    static STAMP: RefCell<Stamp> = RefCell::default();
}

/// Shows the present second to `use_it`. The text is made anew only when the second has changed.
pub(crate) fn now<T>(use_it: impl FnOnce(&Stamp) -> T) -> T {
    // ANCHOR: stamp
    STAMP.with_borrow_mut(|stamp| {
        let time = SystemTime::now();
        let second = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        if second != stamp.second || stamp.http.is_empty() {
            let http = httpdate::fmt_http_date(time);
            *stamp = Stamp { second, log: sortable(&http), http };
        }
        use_it(stamp)
    })
    // ANCHOR_END: stamp
}

/// The same date with its largest unit first.
fn sortable(http: &str) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let part = |from: usize, to: usize| http.get(from..to).unwrap_or_default();
    let month = MONTHS.iter().position(|month| *month == part(8, 11)).unwrap_or_default() + 1;
    format!("{}-{month:02}-{}T{}Z", part(12, 16), part(5, 7), part(17, 25))
}
