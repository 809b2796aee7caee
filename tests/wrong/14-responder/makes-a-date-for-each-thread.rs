//! Makes a date when a thread needs one for the first time, and keeps it.
//!
//! fails: the_server_dates_each_answer

    // ANCHOR: stamp
    STAMP.with_borrow_mut(|stamp| {
        if stamp.http.is_empty() {
            let http = httpdate::fmt_http_date(SystemTime::now());
            *stamp = Stamp { second: 0, log: sortable(&http), http };
        }
        use_it(stamp)
    })
    // ANCHOR_END: stamp
