//! Makes the Date once, with the first response.
//!
//! fails: the_server_dates_each_answer

// ANCHOR: date
        static TEXT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
        TEXT.get_or_init(|| httpdate::fmt_http_date(now.max(UNIX_EPOCH)))
// ANCHOR_END: date
