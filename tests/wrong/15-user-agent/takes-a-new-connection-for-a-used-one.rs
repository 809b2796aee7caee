//! Says of a new connection that it has been used.
//!
//! fails: a_request_on_a_connection_that_was_closed_is_repeated_once_if_it_may_be

        // ANCHOR: reuse
        match self.idle.remove(server).filter(Client::is_reusable) {
            Some(client) => Ok((client, true)),
            None => Ok((self.connect(server)?, true)),
        }
        // ANCHOR_END: reuse
