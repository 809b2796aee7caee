//! Compares tags in any letter case.
//!
//! fails: the_server_compares_if_match_strongly

// ANCHOR: comparison
        let both_strong = !self.weak && !other.weak;
        self.opaque.eq_ignore_ascii_case(&other.opaque) && (comparison == Comparison::Weak || both_strong)
// ANCHOR_END: comparison
