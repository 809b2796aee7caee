//! Forgets that a request which is refused was HEAD.
//!
//! fails: the_server_sends_no_content_behind_head_and_goes_on

// ANCHOR: give_up
        let _ = error;
        if matches!(self.outgoing, Outgoing::Nothing) {
            self.asked = Asked::nothing();
            self.outgoing = Outgoing::Due;
        }
        self.asked.persists = false;
        self.asked.expects_continue = false;
        self.incoming = Incoming::Over;
// ANCHOR_END: give_up
