//! Takes OPTIONS for a method like any other.
//!
//! fails: the_server_says_which_methods_there_are

// ANCHOR: not_allowed
        match self.handler(request.method()) {
            Some(handler) => handler(request),
            None => Err(not_allowed(request.method(), &self.methods().collect())),
        }
// ANCHOR_END: not_allowed
