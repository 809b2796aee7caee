//! Writes a large piece of content before what has gathered in front of it.
//!
//! fails: the_server_answers_requests_that_come_together_in_their_order
//! fails: the_server_keeps_the_connection_behind_a_large_upload

// ANCHOR: write
        if piece.len() >= WORTH_A_WRITE {
            return self.stream.write_all(piece);
        }
        self.output.extend_from_slice(piece);
        self.flush_much()
// ANCHOR_END: write
