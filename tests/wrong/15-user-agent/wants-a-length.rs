//! Does not know that a server may not know how long the whole is.
//!
//! fails: a_part_is_continued
//! fails: a_download_that_is_cut_off_again_stays_a_part

        // ANCHOR: range
        let (unit, range) = std::str::from_utf8(value).ok()?.split_once(' ')?;
        if !unit.eq_ignore_ascii_case("bytes") {
            return None;
        }
        let (positions, length) = range.split_once('/')?;
        let (first, last) = positions.split_once('-')?;
        let (first, last) = (number(first)?, number(last)?);
        let length = Some(number(length)?);
        (first <= last && length.is_none_or(|length| last < length)).then_some(Self { first, last, length })
        // ANCHOR_END: range
