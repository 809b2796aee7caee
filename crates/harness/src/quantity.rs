//! Quantities in words.

use std::time::Duration;

pub(crate) fn secs(time: Duration) -> String {
    if time.subsec_millis() == 0 || time.as_secs() >= 10 {
        format!("{} s", time.as_secs())
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}

/// So many octets, in full KiB or MiB.
pub(crate) fn octets(count: u64) -> String {
    if count >> 20 > 0 { format!("{} MiB", count >> 20) } else { format!("{} KiB", count >> 10) }
}
