//! Looks at the clock once, for the first reply.
//!
//! fails: the_date_is_now

// ANCHOR: date
    static NOW: std::sync::OnceLock<SystemTime> = std::sync::OnceLock::new();
    head.push(format!("Date: {}", httpdate::fmt_http_date(*NOW.get_or_init(SystemTime::now))));
// ANCHOR_END: date
