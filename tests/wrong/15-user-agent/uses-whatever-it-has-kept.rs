//! Does not look whether anybody has said that the connection ends, or ended it.
//!
//! fails: a_connection_is_used_again_for_the_same_server
//! fails: octets_after_a_response_are_no_response_to_the_next_request
//! fails: a_connection_that_the_server_has_closed_is_not_used_again

        // ANCHOR: reuse
        match self.idle.remove(server) {
            Some(client) => Ok((client, true)),
            None => Ok((self.connect(server)?, false)),
        }
        // ANCHOR_END: reuse
