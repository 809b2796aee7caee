//! Ends the connection for the least bit of unread content.
//!
//! fails: nothing_yet

// ANCHOR: keep
        self.asked.persists
            && !head.fields.lists("Connection", "close")
            && framing != Framing::UntilClose
            && !self.asked.expects_continue
            && self.asked.content_left == Some(0)
// ANCHOR_END: keep
