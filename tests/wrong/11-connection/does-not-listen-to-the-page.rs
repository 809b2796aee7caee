//! Keeps the connection although the answer itself says close.
//!
//! fails: the_server_closes_when_the_page_says_so

// ANCHOR: keep
        let unread_is_short =
            self.asked.content_wanted || self.asked.content_left.is_none_or(|left| left <= self.settings.drain);
        self.asked.persists
            && framing != Framing::UntilClose
            && !self.asked.expects_continue
            && unread_is_short
// ANCHOR_END: keep
