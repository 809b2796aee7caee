//! Sends the parts in the order of the content.
//!
//! fails: the_server_sends_several_ranges_in_one_message

// ANCHOR: select
    if length == 0 {
        return Selection::Whole;
    }
    let mut wanted: Vec<_> = ranges.iter().filter_map(|range| range.within(length)).collect();
    wanted.sort_by_key(|range| range.start);
    let mut parts: Vec<Range<u64>> = Vec::new();
    for range in wanted {
        match parts.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => parts.push(range),
        }
    }
    if parts.is_empty() { Selection::Unsatisfiable } else { Selection::Parts(parts) }
// ANCHOR_END: select
