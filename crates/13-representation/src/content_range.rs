//! The `Content-Range` field (RFC 9110 section 14.4).

use std::ops::Range;

/// Which octets are sent, of how many: `bytes 0-4/11`. The last position belongs to the range.
#[must_use]
pub fn content_range(range: &Range<u64>, length: u64) -> String {
    // ANCHOR: content_range
    format!("bytes {}-{}/{length}", range.start, range.end.saturating_sub(1))
    // ANCHOR_END: content_range
}

/// How many octets there are, when none of those that were asked for is: `bytes */11`.
#[must_use]
pub fn unsatisfied_range(length: u64) -> String {
    format!("bytes */{length}")
}
