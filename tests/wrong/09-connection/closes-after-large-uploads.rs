//! Counts content that the application reads as unread.
//!
//! fails: nothing_yet

// ANCHOR: keep
        self.asked.persists
            && !head.fields.lists("Connection", "close")
            && framing != Framing::UntilClose
            && !self.asked.expects_continue
            && self.asked.content_left.is_none_or(|left| left <= self.settings.drain)
// ANCHOR_END: keep
