//! The `Content-Range` field, by way of an inclusive range.

use std::ops::Range;

/// Which octets are sent, of how many.
#[must_use]
pub fn content_range(range: &Range<u64>, length: u64) -> String {
    let positions = range.start..=range.end - 1;
    ["bytes ", &positions.start().to_string(), "-", &positions.end().to_string(), "/", &length.to_string()].concat()
}

/// How many octets there are, when none of those that were asked for is.
#[must_use]
pub fn unsatisfied_range(length: u64) -> String {
    "bytes */".to_owned() + &length.to_string()
}
