//! Ends the connection also when exactly as much is left as may be.
//!
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants

// ANCHOR: keep
        let unread_is_short =
            self.asked.content_wanted || self.asked.content_left.is_none_or(|left| left < self.settings.drain);
        self.asked.persists
            && !head.fields.lists("Connection", "close")
            && framing != Framing::UntilClose
            && !self.asked.expects_continue
            && unread_is_short
// ANCHOR_END: keep
