//! Keeps an HTTP/1.0 connection open without saying so.
//!
//! fails: the_server_keeps_the_connection_to_http_1_0_when_asked_to

// ANCHOR: announce
        if !request.persists && !fields.lists("Connection", "close") {
            return fields.push("Connection", "close");
        }
        Ok(())
// ANCHOR_END: announce
