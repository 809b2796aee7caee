//! Takes a last position below the first for an empty range.
//!
//! fails: the_server_disregards_ranges_that_it_cannot_read

// ANCHOR: parse_range
    let dash = text.iter().position(|&octet| octet == b'-')?;
    match (&text[..dash], &text[dash + 1..]) {
        (b"", length) => Some(RangeSpec::Suffix(number(length)?)),
        (first, b"") => Some(RangeSpec::From(number(first)?)),
        (first, last) => Some(RangeSpec::FromTo(number(first)?, number(last)?)),
    }
// ANCHOR_END: parse_range
