//! Goes on with the next request as soon as the response is complete, in the middle of the content.
//!
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants
//! fails: the_server_closes_when_unread_content_is_malformed
//! fails: the_server_never_takes_content_for_a_request
//! fails: the_server_throws_unread_content_away_however_it_comes

// ANCHOR: complete
        self.outgoing = Outgoing::Complete;
        if self.request.persists {
            self.next_request();
        } else {
            self.incoming = Incoming::Over;
        }
// ANCHOR_END: complete
