//! Counts unread content of all requests on a connection together.
//!
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants

// ANCHOR: asked_anew
        self.request = Request {
            method: head.method.clone(),
            version: head.version,
            persists: persists(head.version, &head.fields),
            discarded: self.request.discarded,
            ..Request::nothing()
        };
// ANCHOR_END: asked_anew
