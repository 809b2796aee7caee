//! Keeps the connection although the response itself says close.
//!
//! fails: the_server_closes_when_the_page_says_so

// ANCHOR: keep
        let unread_is_short =
            self.request.content_wanted || self.request.content_left.is_none_or(|left| left <= self.most_discarded);
        self.request.persists
            && framing != Framing::UntilClose
            && !self.request.expects_continue
            && unread_is_short
// ANCHOR_END: keep
