//! Puts 100 (Continue) in place of the responses that wait to be sent.
//!
//! fails: the_server_says_100_in_its_turn_and_once

// ANCHOR: continue
        if self.state.request.expects_continue && self.is_due() {
            self.state.request.expects_continue = false;
            *output = b"HTTP/1.1 100 Continue\r\n\r\n".to_vec();
        }
// ANCHOR_END: continue
