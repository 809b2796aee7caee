//! Sends everything when nothing of the ranges is there.
//!
//! fails: the_server_goes_on_after_every_kind_of_response
//! fails: the_server_refuses_ranges_without_a_single_octet
//! fails: the_server_sends_parts_of_what_is_longer_than_4_gib

// ANCHOR: selection
    let ranges = fields.combined("Range").filter(|_| *method == Method::Get && range_counts(fields, current, now));
    match ranges.and_then(|value| parse_ranges(&value)).map(|ranges| select(&ranges, length)) {
        Some(Selection::Parts(parts)) => Selection::Parts(parts),
        _ => Selection::Whole,
    }
// ANCHOR_END: selection
