//! Puts the date in quotes.
//!
//! fails: the_date_is_now

// ANCHOR: date
    head.push(format!("Date: {:?}", httpdate::fmt_http_date(SystemTime::now())));
// ANCHOR_END: date
