//! The Date field (RFC 9110 section 6.6.1).

use std::time::{SystemTime, UNIX_EPOCH};

/// Makes the value of the Date field, and makes it anew only when the second is another.
#[derive(Debug, Default)]
pub struct DateClock {
    second: u64,
    text: String,
}

impl DateClock {
    /// The value of the Date field at this time.
    pub fn at(&mut self, now: SystemTime) -> &str {
        // ANCHOR: date
        let second = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        if self.text.is_empty() || self.second != second {
            self.second = second;
            self.text = httpdate::fmt_http_date(now.max(UNIX_EPOCH));
        }
        &self.text
        // ANCHOR_END: date
    }
}
