//! Makes the date of the first answer, and never another one.
//!
//! fails: the_server_dates_each_answer

    // ANCHOR: stamp
    static FIRST: std::sync::OnceLock<Stamp> = std::sync::OnceLock::new();
    let first = FIRST.get_or_init(|| {
        let http = httpdate::fmt_http_date(SystemTime::now());
        Stamp { second: 0, log: sortable(&http), http }
    });
    use_it(first)
    // ANCHOR_END: stamp
