//! Leaves out the lines that a folded field goes on in.
//!
//! fails: the_client_reads_a_folded_field_as_one_line

// ANCHOR: unfold
    /// Leaves the line out.
    pub(crate) fn receive_fold(&mut self, start: usize, end: usize) {
        let _ = (start, end);
    }
// ANCHOR_END: unfold
