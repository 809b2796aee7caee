//! Answers HEAD with Range like GET with Range.
//!
//! fails: the_server_ignores_ranges_of_head

// ANCHOR: selection
    let _ = method;
    let ranges = fields.combined("Range").filter(|_| range_counts(fields, current, now));
    match ranges.and_then(|value| parse_ranges(&value)) {
        Some(ranges) => select(&ranges, length),
        None => Selection::Whole,
    }
// ANCHOR_END: selection
