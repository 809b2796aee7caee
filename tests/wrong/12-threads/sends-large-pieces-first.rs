//! Writes a large piece of content before what has gathered in front of it.
//!
//! fails: the_server_waits_for_a_client_that_reads_enough
//! fails: the_server_gives_nobody_up_because_of_a_signal

        // ANCHOR: write
        if self.output.len() + piece.len() < FULL {
            self.output.extend_from_slice(piece);
        } else {
            self.timed.write_all(piece, &[])?;
        }
        // ANCHOR_END: write
