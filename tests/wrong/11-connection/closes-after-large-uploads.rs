//! Counts content that the application reads as unread.
//!
//! fails: the_server_keeps_the_connection_after_a_large_upload

// ANCHOR: keep
        self.request.persists
            && !head.fields.lists("Connection", "close")
            && framing != Framing::UntilClose
            && !self.request.expects_continue
            && self.request.content_left.is_none_or(|left| left <= self.most_discarded)
// ANCHOR_END: keep
