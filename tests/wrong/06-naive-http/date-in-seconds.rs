//! Writes the time as a number of seconds.
//!
//! fails: the_date_is_now

// ANCHOR: date
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    head.push(format!("Date: {seconds}"));
// ANCHOR_END: date
