//! Puts both states back after a response, but not the wait: the next rest begins in the past.
//!
//! fails: the_server_counts_a_wait_from_its_own_beginning

// ANCHOR: complete
        self.outgoing = Outgoing::Complete;
        if !self.request.persists {
            self.incoming = Incoming::Over;
        } else if matches!(self.incoming, Incoming::Complete) {
            self.incoming = Incoming::Head;
            self.outgoing = Outgoing::Nothing;
        }
        // Or else what is left of the content comes first: `receive` throws it away.
// ANCHOR_END: complete
