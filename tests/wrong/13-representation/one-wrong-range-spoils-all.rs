//! Answers 416 when one of several ranges has no octet.
//!
//! fails: the_server_sends_one_part_without_multipart
//! fails: the_server_sends_several_ranges_in_one_message

// ANCHOR: select
    if length == 0 {
        return Selection::Whole;
    }
    let Some(wanted) = ranges.iter().map(|range| range.within(length)).collect::<Option<Vec<_>>>() else {
        return Selection::Unsatisfiable;
    };
    let mut parts: Vec<Range<u64>> = Vec::new();
    for mut range in wanted {
        let mut place = parts.len();
        while let Some(at) = parts.iter().position(|part| part.start <= range.end && range.start <= part.end) {
            let part = parts.remove(at);
            range = part.start.min(range.start)..part.end.max(range.end);
            place = place.min(at);
        }
        parts.insert(place.min(parts.len()), range);
    }
    Selection::Parts(parts)
// ANCHOR_END: select
