//! Sends the same entity tag with gzip and without.
//!
//! fails: the_server_answers_head_with_the_fields_of_get
//! fails: the_server_compresses_for_those_who_can_read_it
//! fails: the_server_counts_ranges_in_the_coded_octets
//! fails: the_server_follows_the_weights_of_accept_encoding
//! fails: the_server_outlives_any_field_values

// ANCHOR: coded_tag
        let _ = &self.validators;
// ANCHOR_END: coded_tag
