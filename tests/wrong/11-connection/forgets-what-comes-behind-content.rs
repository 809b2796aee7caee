//! Takes a response for still complete when the next request has begun, so that what is wrong with that one is not
//! answered.
//!
//! fails: the_server_answers_what_is_right_then_what_is_wrong_then_nothing

// ANCHOR: complete
        let complete = matches!(self.incoming, Incoming::Complete);
        if !self.request.persists {
            self.incoming = Incoming::Over;
        } else if complete {
            self.next_request();
        }
        self.outgoing = Outgoing::Complete;
// ANCHOR_END: complete
