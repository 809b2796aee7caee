//! Ends the connection also when exactly as much is left as may be.
//!
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants

// ANCHOR: keep
        let unread_is_short =
            self.request.content_wanted || self.request.content_left.is_none_or(|left| left < self.most_discarded);
        self.request.persists
            && !head.fields.lists("Connection", "close")
            && framing != Framing::UntilClose
            && !self.request.expects_continue
            && unread_is_short
// ANCHOR_END: keep
