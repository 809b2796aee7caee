//! Writes a date in the right form that is not now.
//!
//! fails: the_date_is_now

// ANCHOR: date
    head.push(format!("Date: {}", httpdate::fmt_http_date(SystemTime::UNIX_EPOCH)));
// ANCHOR_END: date
