//! Takes several hyphens for one.
//!
//! fails: the_server_disregards_ranges_that_it_cannot_read

// ANCHOR: parse_range
    let text = std::str::from_utf8(text).ok()?;
    let (first, last) = text.split_once('-')?;
    match (first, last.trim_start_matches('-')) {
        ("", "") => None,
        ("", length) => Some(RangeSpec::Suffix(number(length.as_bytes())?)),
        (first, "") => Some(RangeSpec::From(number(first.as_bytes())?)),
        (first, last) => {
            let (first, last) = (number(first.as_bytes())?, number(last.as_bytes())?);
            (first <= last).then_some(RangeSpec::FromTo(first, last))
        }
    }
// ANCHOR_END: parse_range
