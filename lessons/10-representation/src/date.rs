//! Dates in fields, and the date of the last change (RFC 9110 sections 5.6.7 and 8.8.2).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The first second of the year 10000, which no date of HTTP can name.
const YEAR_10000: u64 = 253_402_300_800;

/// Reads a date in any of the three formats; `None` when it is none, or when there is more than one.
#[must_use]
pub fn parse_date(value: &[u8]) -> Option<SystemTime> {
    let text = std::str::from_utf8(value).ok()?;
    httpdate::parse_http_date(text).ok().or_else(|| {
        // A leap second is the one before the next minute (RFC 9110 section 5.6.7).
        let before = text.contains(":59:60").then(|| text.replacen(":59:60", ":59:59", 1))?;
        let second = httpdate::parse_http_date(&before).ok()?.checked_add(Duration::from_secs(1))?;
        format_date(second).map(|_| second)
    })
}

/// The date in the format that is sent; `None` for years that it cannot name.
#[must_use]
pub fn format_date(time: SystemTime) -> Option<String> {
    let seconds = time.duration_since(UNIX_EPOCH).ok()?.as_secs();
    (seconds < YEAR_10000).then(|| httpdate::fmt_http_date(time))
}

/// When a representation was last changed, in whole seconds, as `Last-Modified` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LastModified(SystemTime);

impl LastModified {
    /// The date to send at `now` for what was modified at `time`: never one that lies ahead (RFC 9110 section 8.8.2.1).
    /// `None` when the time is of a year that a date cannot name.
    #[must_use]
    pub fn new(time: SystemTime, now: SystemTime) -> Option<Self> {
        let since_epoch = time.min(now).duration_since(UNIX_EPOCH).ok()?;
        let seconds = since_epoch.as_secs();
        (seconds < YEAR_10000).then(|| Self(UNIX_EPOCH + Duration::from_secs(seconds)))
    }

    /// The date as a time.
    #[must_use]
    pub fn time(self) -> SystemTime {
        self.0
    }

    /// The date as a field value.
    #[must_use]
    pub fn to_value(self) -> String {
        httpdate::fmt_http_date(self.0)
    }

    /// Whether nothing can change any more without changing this date too: its second is over (RFC 9110 section 8.8.2.2).
    #[must_use]
    pub fn is_strong(self, now: SystemTime) -> bool {
        now.duration_since(self.0).is_ok_and(|age| age >= Duration::from_secs(1))
    }
}
