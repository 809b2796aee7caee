//! Ends the connection for the least bit of unread content.
//!
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants
//! fails: the_server_keeps_the_connection_after_a_large_upload
//! fails: the_server_never_takes_content_for_a_request
//! fails: the_server_throws_unread_content_away_however_it_comes

// ANCHOR: keep
        self.request.persists
            && !head.fields.lists("Connection", "close")
            && framing != Framing::UntilClose
            && !self.request.expects_continue
            && self.request.content_left == Some(0)
// ANCHOR_END: keep
