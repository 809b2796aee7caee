//! Answers the first of several ranges.
//!
//! fails: the_server_never_sends_more_for_more_ranges
//! fails: the_server_sends_one_part_without_multipart
//! fails: the_server_sends_several_ranges_in_one_message

// ANCHOR: parse_ranges
    let equals = value.iter().position(|&octet| octet == b'=')?;
    let (unit, set) = (&value[..equals], &value[equals + 1..]);
    if !unit.eq_ignore_ascii_case(b"bytes") {
        return None;
    }
    let ranges = members(set).map(|member| parse_range(trim_ows(member))).collect::<Option<Vec<_>>>()?;
    ranges.into_iter().next().map(|range| vec![range])
// ANCHOR_END: parse_ranges
