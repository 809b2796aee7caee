//! Sends the same entity tag with gzip and without.
//!
//! fails: the_server_compresses_for_those_who_can_read_it
//! fails: the_server_counts_ranges_in_the_coded_octets

// ANCHOR: coded_tag
        let _ = &self.validators;
// ANCHOR_END: coded_tag
