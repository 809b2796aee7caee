//! The `Content-Range` field (RFC 9110 section 14.4).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::ops::Range;

/// Which octets are sent, of how many: `bytes 0-4/11`. The last position belongs to the range.
#[must_use]
pub fn content_range(range: &Range<u64>, length: u64) -> String {
    // GAP 6 of 9: partial (place 2 of 3)
    // Write `bytes 0-4/26` for 0..5 of 26. The last position belongs to the range in the field, and not to
    // the Rust range.
    todo!("gap 6: partial")
}

/// How many octets there are, when none of those that were asked for is: `bytes */11`.
#[must_use]
pub fn unsatisfied_range(length: u64) -> String {
    format!("bytes */{length}")
}
