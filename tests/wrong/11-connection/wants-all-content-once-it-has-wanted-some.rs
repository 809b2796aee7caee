//! Does not forget that the content of an earlier request was wanted.
//!
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants

// ANCHOR: asked_anew
        self.request = Request {
            method: head.method.clone(),
            version: head.version,
            persists: persists(head.version, &head.fields),
            content_wanted: self.request.content_wanted,
            ..Request::nothing()
        };
// ANCHOR_END: asked_anew
