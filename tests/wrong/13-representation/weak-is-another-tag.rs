//! Compares the marks as well, also in the weak comparison.
//!
//! fails: the_server_compares_if_none_match_weakly

// ANCHOR: comparison
        let both_strong = !self.weak && !other.weak;
        self.opaque == other.opaque && self.weak == other.weak && (comparison == Comparison::Weak || both_strong)
// ANCHOR_END: comparison
