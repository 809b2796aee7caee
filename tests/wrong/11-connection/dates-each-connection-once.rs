//! Makes the Date once for each connection.
//!
//! fails: the_server_dates_each_response

// ANCHOR: date
        if self.text.is_empty() {
            self.text = httpdate::fmt_http_date(now.max(UNIX_EPOCH));
        }
        &self.text
// ANCHOR_END: date
