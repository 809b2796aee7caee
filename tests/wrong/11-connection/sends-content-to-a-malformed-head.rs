//! Forgets that a request which is refused was HEAD.
//!
//! fails: the_server_sends_no_content_after_head_and_goes_on

// ANCHOR: give_up
        let _ = error;
        self.state.give_up(false);
// ANCHOR_END: give_up
