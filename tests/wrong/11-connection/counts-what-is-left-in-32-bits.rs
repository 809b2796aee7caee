//! Counts what is left of the content with 32 bits.
//!
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants

// ANCHOR: keep
        let is_short = |left: u64| u64::from(left as u32) <= self.most_discarded;
        self.request.persists
            && !head.fields.lists("Connection", "close")
            && framing != Framing::UntilClose
            && !self.request.expects_continue
            && (self.request.content_wanted || self.request.content_left.is_none_or(is_short))
// ANCHOR_END: keep
