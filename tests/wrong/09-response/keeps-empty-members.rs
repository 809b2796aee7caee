//! Counts an empty member like any other.
//!
//! fails: the_client_reads_a_list_with_all_that_senders_do_to_it
//! fails: the_client_reads_parameters_as_names_and_values

// ANCHOR: pieces
        if self.rest.is_empty() {
            return None;
        }
        let end = end_of_piece(self.rest, self.separator);
        let piece = trim_ows(&self.rest[..end]);
        self.rest = self.rest.get(end + 1..).unwrap_or_default();
        Some(piece)
// ANCHOR_END: pieces
