//! Dates in fields, and the date of the last change (RFC 9110 sections 5.6.7 and 8.8.2).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The first second of the year 10000, which no date of HTTP can name.
const YEAR_10000: u64 = 253_402_300_800;

/// Fifty years of the Gregorian calendar, leap days included.
const FIFTY_YEARS: Duration = Duration::from_hours(50 * 8_765 + 41);

/// The names of the months, and of the days of the week in the formats that write them out and in those that do not.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Days from the first of January of the year 1 to that of 1970.
const DAYS_BEFORE_1970: i64 = 719_162;

/// Reads a date in any of the three formats; `None` when it is none, or when there is more than one.
///
/// The day of the week must be one, but is not compared with the date: it says nothing that the date does not.
#[must_use]
pub fn parse_date(value: &[u8]) -> Option<SystemTime> {
    parse_date_at(value, SystemTime::now())
}

/// As [`parse_date`] does it at `now`: which year two digits mean depends on the present one (RFC 9110 section 5.6.7).
#[must_use]
pub fn parse_date_at(value: &[u8], now: SystemTime) -> Option<SystemTime> {
    let text = std::str::from_utf8(value).ok()?;
    let (weekday, rest) = text.split_at(text.find([',', ' '])?);
    let is_short = DAYS.iter().any(|day| day[..3] == *weekday);
    let date_and_time = rest.strip_prefix(", ").and_then(|rest| rest.strip_suffix(" GMT"));
    match date_and_time {
        // Sun, 06 Nov 1994 08:49:37 GMT
        Some(text) if is_short => {
            let [day, month, year, time] = parts(text, " ")?;
            instant(number(year, 4)?, month, number(day, 2)?, time)
        }
        // Sunday, 06-Nov-94 08:49:37 GMT
        Some(text) if DAYS.contains(&weekday) => {
            let (date, time) = text.split_once(' ')?;
            let [day, month, year] = parts(date, "-")?;
            let (year, day) = (number(year, 2)?, number(day, 2)?);
            let latest = now.checked_add(FIFTY_YEARS)?;
            // The latest year with these digits that is not more than 50 years ahead.
            let years = (0..100).rev().map(|century| 100 * century + year);
            years.filter_map(|year| instant(year, month, day, time)).find(|time| *time <= latest)
        }
        // Sun Nov  6 08:49:37 1994
        None if is_short => {
            let (month, rest) = rest.strip_prefix(' ')?.split_once(' ')?;
            let (day, rest) = rest.split_at_checked(2)?;
            let [time, year] = parts(rest.strip_prefix(' ')?, " ")?;
            let day = day.strip_prefix(' ').map_or_else(|| number(day, 2), |day| number(day, 1))?;
            instant(number(year, 4)?, month, day, time)
        }
        _ => None,
    }
}

/// The parts between separators, if there are so many of them.
fn parts<'a, const N: usize>(text: &'a str, separator: &str) -> Option<[&'a str; N]> {
    text.split(separator).collect::<Vec<_>>().try_into().ok()
}

/// A number of exactly so many digits.
fn number(digits: &str, length: usize) -> Option<i64> {
    let is_number = digits.len() == length && digits.bytes().all(|digit| digit.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}

/// A second of the Gregorian calendar.
fn instant(year: i64, month: &str, day: i64, time: &str) -> Option<SystemTime> {
    let month = MONTHS.iter().position(|name| *name == month)?;
    let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let february = if is_leap_year { 29 } else { 28 };
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let [hour, minute, second] = parts(time, ":")?;
    let (hour, minute, second) = (number(hour, 2)?, number(minute, 2)?, number(second, 2)?);
    // A leap second is the one before the next minute.
    let is_time = hour < 24 && minute < 60 && (second < 60 || (minute == 59 && second == 60));
    if year < 1 || !(1..=lengths[month]).contains(&day) || !is_time {
        return None;
    }
    let years = year - 1;
    let days = 365 * years + years / 4 - years / 100 + years / 400 + lengths[..month].iter().sum::<i64>() + day - 1;
    let seconds = ((days - DAYS_BEFORE_1970) * 24 + hour) * 3600 + minute * 60 + second;
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let time = if seconds < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) };
    time.filter(|time| *time < UNIX_EPOCH + Duration::from_secs(YEAR_10000))
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
