//! Says 100 whenever it waits for content, asked or not.
//!
//! fails: nothing_yet

// ANCHOR: continue
        if self.is_due() {
            output.extend_from_slice(b"HTTP/1.1 100 Continue\r\n\r\n");
        }
// ANCHOR_END: continue
