//! Looks for W/ on the side of the client only.
//!
//! fails: the_server_compares_if_match_strongly
//! fails: the_server_sends_parts_of_the_same_version_only

// ANCHOR: comparison
        self.opaque == other.opaque && (comparison == Comparison::Weak || !self.weak)
// ANCHOR_END: comparison
