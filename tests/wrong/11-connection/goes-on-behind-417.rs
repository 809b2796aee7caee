//! Keeps the connection although the client expects something else, and may leave its content out.
//!
//! fails: the_server_refuses_content_that_it_does_not_want_instead_of_saying_100

// ANCHOR: decide
        self.request.persists = self.keeps(head, framing);
// ANCHOR_END: decide
