//! Expects the next request, but does not forget that the last one was answered.
//!
//! fails: the_server_answers_what_is_right_then_what_is_wrong_then_nothing
//! fails: the_server_counts_a_wait_from_its_own_beginning

// ANCHOR: complete
        self.outgoing = Outgoing::Complete;
        if !self.request.persists {
            self.incoming = Incoming::Over;
        } else if matches!(self.incoming, Incoming::Complete) {
            self.incoming = Incoming::Head;
        }
        // Or else what is left of the content comes first: `receive` throws it away.
// ANCHOR_END: complete
