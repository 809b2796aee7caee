//! Takes a range for unsatisfiable when its last position lies beyond the end.
//!
//! fails: the_server_ends_a_range_at_the_end_of_the_content

// ANCHOR: within
        let range = match self {
            Self::FromTo(first, last) if last < length => first..last + 1,
            Self::FromTo(..) => return None,
            Self::From(first) => first..length,
            Self::Suffix(count) if count <= length => length - count..length,
            Self::Suffix(_) => return None,
        };
        (range.start < range.end).then_some(range)
// ANCHOR_END: within
