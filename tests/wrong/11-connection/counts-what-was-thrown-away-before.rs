//! Counts unread content of all requests on a connection together.
//!
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants

// ANCHOR: asked_anew
        self.asked = Asked {
            method: head.method.clone(),
            version: head.version,
            persists: persists(head.version, &head.fields),
            drained: self.asked.drained,
            ..Asked::nothing()
        };
// ANCHOR_END: asked_anew
