//! Says 100 again whenever it waits for more of the content.
//!
//! fails: the_server_says_100_when_it_wants_the_content
//! fails: the_server_leaves_100_out_when_the_content_is_there
//! fails: the_server_says_100_in_its_turn_and_once

// ANCHOR: came
// ANCHOR_END: came

// ANCHOR: continue
        if self.state.request.expects_continue && self.is_due() {
            output.extend_from_slice(b"HTTP/1.1 100 Continue\r\n\r\n");
        }
// ANCHOR_END: continue
