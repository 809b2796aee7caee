//! Sends the time of a file as it is.
//!
//! fails: the_server_compares_if_match_strongly
//! fails: the_server_compares_if_none_match_weakly
//! fails: the_server_sends_no_date_of_the_future
//! fails: the_server_sends_parts_of_the_same_version_only

// ANCHOR: last_modified
        let _ = now;
        let since_epoch = time.duration_since(UNIX_EPOCH).ok()?;
        let seconds = since_epoch.as_secs();
        (seconds < YEAR_10000).then(|| Self(UNIX_EPOCH + Duration::from_secs(seconds)))
// ANCHOR_END: last_modified
