//! Sends every range for itself, however many there are.
//!
//! fails: the_server_never_sends_more_for_more_ranges
//! fails: the_server_sends_one_part_without_multipart

// ANCHOR: select
    if length == 0 {
        return Selection::Whole;
    }
    let parts: Vec<_> = ranges.iter().filter_map(|range| range.within(length)).collect();
    if parts.is_empty() { Selection::Unsatisfiable } else { Selection::Parts(parts) }
// ANCHOR_END: select
