//! Says 100 again for as long as the client waits.
//!
//! fails: the_server_counts_a_wait_from_its_own_beginning

// ANCHOR: continue
        if self.asked.expects_continue && self.is_due() {
            output.extend_from_slice(b"HTTP/1.1 100 Continue\r\n\r\n");
        }
// ANCHOR_END: continue
