//! Compares as many octets of two tags as both have.
//!
//! fails: the_server_compresses_for_those_who_can_read_it
//! fails: the_server_counts_ranges_in_the_coded_octets
//! fails: the_server_finds_its_tag_in_a_list

// ANCHOR: comparison
        let both_strong = !self.weak && !other.weak;
        let is_same = self.opaque.iter().zip(other.opaque.iter()).all(|(one, other)| one == other);
        is_same && (comparison == Comparison::Weak || both_strong)
// ANCHOR_END: comparison
