//! Takes octets that came before the request for its response.
//!
//! fails: the_client_takes_nothing_that_it_has_not_asked_for

// ANCHOR: nothing_has_come
        self.connection.is_reusable() && self.output.is_empty()
// ANCHOR_END: nothing_has_come
