//! Takes a reset for the end of content that ends with its connection.
//!
//! fails: the_client_knows_an_end_from_a_reset

            // ANCHOR: reset
            Err(error) if is_broken(&error) => self.connection.end_of_input(),
            // ANCHOR_END: reset
