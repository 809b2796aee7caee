//! Passes over the ranges that it cannot read.
//!
//! fails: the_server_disregards_ranges_that_it_cannot_read
//! fails: the_server_never_sends_more_for_more_ranges

// ANCHOR: parse_ranges
    let equals = value.iter().position(|&octet| octet == b'=')?;
    let (unit, set) = (&value[..equals], &value[equals + 1..]);
    if !unit.eq_ignore_ascii_case(b"bytes") {
        return None;
    }
    let ranges: Vec<_> = members(set).filter_map(|member| parse_range(trim_ows(member))).take(MOST_RANGES).collect();
    (!ranges.is_empty()).then_some(ranges)
// ANCHOR_END: parse_ranges
