//! Makes the Date of the first response, and never another one.
//!
//! fails: the_server_dates_each_response

// ANCHOR: date
        static FIRST: std::sync::OnceLock<String> = std::sync::OnceLock::new();
        let _ = (self.second, &self.text);
        FIRST.get_or_init(|| httpdate::fmt_http_date(now.max(UNIX_EPOCH)))
// ANCHOR_END: date
