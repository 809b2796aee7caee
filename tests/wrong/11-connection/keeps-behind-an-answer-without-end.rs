//! Keeps the connection whose end is the end of the content.
//!
//! fails: the_server_ends_a_response_of_unknown_length_as_the_client_can_see_it

// ANCHOR: keep
        let unread_is_short =
            self.request.content_wanted || self.request.content_left.is_none_or(|left| left <= self.most_discarded);
        self.request.persists
            && !head.fields.lists("Connection", "close")
            && !self.request.expects_continue
            && unread_is_short
// ANCHOR_END: keep
