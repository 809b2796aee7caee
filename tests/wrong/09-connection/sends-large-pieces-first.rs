//! Writes a large piece of content before what has gathered in front of it.
//!
//! fails: nothing_yet

// ANCHOR: write
        if piece.len() >= WORTH_A_WRITE {
            return self.stream.write_all(piece);
        }
        self.output.extend_from_slice(piece);
        self.flush_much()
// ANCHOR_END: write
