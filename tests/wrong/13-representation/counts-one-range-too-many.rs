//! Takes one range more than the bound allows.
//!
//! fails: the_server_never_sends_more_for_more_ranges

// ANCHOR: parse_ranges
    let equals = value.iter().position(|&octet| octet == b'=')?;
    let (unit, set) = (&value[..equals], &value[equals + 1..]);
    if !unit.eq_ignore_ascii_case(b"bytes") {
        return None;
    }
    let mut ranges = Vec::new();
    for member in members(set) {
        if ranges.len() > MOST_RANGES {
            return None;
        }
        ranges.push(parse_range(trim_ows(member))?);
    }
    (!ranges.is_empty()).then_some(ranges)
// ANCHOR_END: parse_ranges
