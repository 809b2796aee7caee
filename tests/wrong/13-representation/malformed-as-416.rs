//! Answers 416 to a Range that cannot be read.
//!
//! fails: the_server_disregards_ranges_that_it_cannot_read
//! fails: the_server_never_sends_more_for_more_ranges

// ANCHOR: selection
    let ranges = fields.combined("Range").filter(|_| *method == Method::Get && range_counts(fields, current, now));
    match ranges.map(|value| parse_ranges(&value)) {
        Some(Some(ranges)) => select(&ranges, length),
        Some(None) => Selection::Unsatisfiable,
        None => Selection::Whole,
    }
// ANCHOR_END: selection
