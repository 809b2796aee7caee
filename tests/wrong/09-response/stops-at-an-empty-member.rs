//! Takes an empty member for the end of the list.
//!
//! fails: the_client_reads_a_list_with_all_that_senders_do_to_it
//! fails: the_client_reads_parameters_as_names_and_values

// ANCHOR: pieces
        let end = end_of_piece(self.rest, self.separator);
        let piece = trim_ows(&self.rest[..end]);
        self.rest = self.rest.get(end + 1..).unwrap_or_default();
        (!piece.is_empty()).then_some(piece)
// ANCHOR_END: pieces
