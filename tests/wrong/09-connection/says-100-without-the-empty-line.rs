//! Ends the interim answer behind its status line.
//!
//! fails: nothing_yet

// ANCHOR: continue
        if self.asked.expects_continue && self.is_due() {
            self.asked.expects_continue = false;
            output.extend_from_slice(b"HTTP/1.1 100 Continue\r\n");
        }
// ANCHOR_END: continue
