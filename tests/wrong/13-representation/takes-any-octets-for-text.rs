//! Believes that what comes is text.
//!
//! fails: the_server_outlives_any_field_values

// ANCHOR: parse_range
    let (first, last) = std::str::from_utf8(text).unwrap().split_once('-')?;
    match (first.as_bytes(), last.as_bytes()) {
        (b"", length) => Some(RangeSpec::Suffix(number(length)?)),
        (first, b"") => Some(RangeSpec::From(number(first)?)),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(RangeSpec::FromTo(first, last))
        }
    }
// ANCHOR_END: parse_range
