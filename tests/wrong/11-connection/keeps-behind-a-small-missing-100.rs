//! Keeps the connection to a client that waits for 100 when its content is short.
//!
//! fails: the_server_refuses_content_that_it_does_not_want_instead_of_saying_100

// ANCHOR: keep
        let unread_is_short =
            self.request.content_wanted || self.request.content_left.is_none_or(|left| left <= self.most_discarded);
        self.request.persists
            && !head.fields.lists("Connection", "close")
            && framing != Framing::UntilClose
            && (!self.request.expects_continue || self.request.content_left.is_some_and(|left| left < 1024))
            && unread_is_short
// ANCHOR_END: keep
