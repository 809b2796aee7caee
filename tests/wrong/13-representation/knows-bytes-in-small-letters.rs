//! Knows the unit in small letters only.
//!
//! fails: the_server_sends_the_octets_from_the_first_position_to_the_last

// ANCHOR: parse_ranges
    let set = value.strip_prefix(b"bytes=")?;
    let mut ranges = Vec::new();
    for member in members(set) {
        if ranges.len() == MOST_RANGES {
            return None;
        }
        ranges.push(parse_range(trim_ows(member))?);
    }
    (!ranges.is_empty()).then_some(ranges)
// ANCHOR_END: parse_ranges
