//! Keeps an HTTP/1.0 connection open without saying so.
//!
//! fails: nothing_yet

// ANCHOR: announce
        if !self.asked.persists && !fields.lists("Connection", "close") {
            return fields.push("Connection", "close");
        }
        Ok(())
// ANCHOR_END: announce
