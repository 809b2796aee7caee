//! Takes the last position for the number of octets.
//!
//! fails: what_does_not_fit_is_not_joined

        // ANCHOR: range
        let (unit, range) = std::str::from_utf8(value).ok()?.split_once(' ')?;
        if !unit.eq_ignore_ascii_case("bytes") {
            return None;
        }
        let (positions, length) = range.split_once('/')?;
        let (first, last) = positions.split_once('-')?;
        let (first, last) = (number(first)?, number(last)?);
        let length = if length == "*" { None } else { Some(number(length)?) };
        (first <= last && length.is_none_or(|length| last <= length)).then_some(Self { first, last, length })
        // ANCHOR_END: range
