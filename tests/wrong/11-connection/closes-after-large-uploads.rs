//! Counts content that the application reads as unread.
//!
//! fails: the_server_keeps_the_connection_behind_a_large_upload

// ANCHOR: keep
        self.asked.persists
            && !head.fields.lists("Connection", "close")
            && framing != Framing::UntilClose
            && !self.asked.expects_continue
            && self.asked.content_left.is_none_or(|left| left <= self.settings.drain)
// ANCHOR_END: keep
