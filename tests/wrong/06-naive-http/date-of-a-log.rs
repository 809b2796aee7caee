//! Writes the time as many programs write it in their logs.
//!
//! fails: the_date_is_now

// ANCHOR: date
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |age| age.as_secs());
    head.push(format!("Date: 2026-11-22T16:{:02}:{:02}Z", seconds / 60 % 60, seconds % 60));
// ANCHOR_END: date
