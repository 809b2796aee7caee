//! Ends the interim response after its status line.
//!
//! fails: the_server_counts_a_wait_from_its_own_beginning
//! fails: the_server_says_100_when_it_wants_the_content
//! fails: the_server_says_100_in_its_turn_and_once

// ANCHOR: continue
        if self.state.request.expects_continue && self.is_due() {
            self.state.request.expects_continue = false;
            output.extend_from_slice(b"HTTP/1.1 100 Continue\r\n");
        }
// ANCHOR_END: continue
