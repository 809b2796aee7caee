//! Compares the time of a file, to the nanosecond, with dates that have whole seconds.
//!
//! fails: the_server_compares_dates_in_whole_seconds

// ANCHOR: last_modified
        let since_epoch = time.min(now).duration_since(UNIX_EPOCH).ok()?;
        (since_epoch.as_secs() < YEAR_10000).then(|| Self(time.min(now)))
// ANCHOR_END: last_modified
