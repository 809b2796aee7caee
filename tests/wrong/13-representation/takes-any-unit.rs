//! Does not look at the unit.
//!
//! fails: the_server_disregards_ranges_that_it_cannot_read

// ANCHOR: parse_ranges
    let equals = value.iter().position(|&octet| octet == b'=')?;
    let mut ranges = Vec::new();
    for member in members(&value[equals + 1..]) {
        if ranges.len() == MOST_RANGES {
            return None;
        }
        ranges.push(parse_range(trim_ows(member))?);
    }
    (!ranges.is_empty()).then_some(ranges)
// ANCHOR_END: parse_ranges
