//! Which octets a client asks for (RFC 9110 sections 14.1 and 14.2).

use std::ops::Range;

use request::syntax::trim_ows;
use response::members;

/// More ranges than anybody needs in one request; a `Range` field with more of them is disregarded
/// (RFC 9110 section 17.15).
pub const MOST_RANGES: usize = 64;

/// One range of a `Range` field. Positions count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeSpec {
    /// `5-9`: from the first position to the last, which belongs to it.
    FromTo(u64, u64),
    /// `5-`: from a position to the end.
    From(u64),
    /// `-5`: so many octets at the end.
    Suffix(u64),
}

/// What is left of the ranges when the length of the content is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// There is nothing to choose from, or no reason to: send everything.
    Whole,
    /// These parts, at least one, none of them empty. The end of each is the position after its last octet.
    Parts(Vec<Range<u64>>),
    /// None of the ranges has a single octet: 416.
    Unsatisfiable,
}

/// Reads the value of a `Range` field. `None` when it is to be disregarded: another unit than bytes, an error in one of
/// its ranges, or too many.
#[must_use]
pub fn parse_ranges(value: &[u8]) -> Option<Vec<RangeSpec>> {
    // ANCHOR: parse_ranges
    let equals = value.iter().position(|&octet| octet == b'=')?;
    let (unit, set) = (&value[..equals], &value[equals + 1..]);
    if !unit.eq_ignore_ascii_case(b"bytes") {
        return None;
    }
    let mut ranges = Vec::new();
    for member in members(set) {
        if ranges.len() == MOST_RANGES {
            return None;
        }
        ranges.push(parse_range(trim_ows(member))?);
    }
    (!ranges.is_empty()).then_some(ranges)
    // ANCHOR_END: parse_ranges
}

/// Reads one range: `5-9`, `5-` or `-5`. `None` for anything else, and when the last position is below the first.
fn parse_range(text: &[u8]) -> Option<RangeSpec> {
    // ANCHOR: parse_range
    let dash = text.iter().position(|&octet| octet == b'-')?;
    match (&text[..dash], &text[dash + 1..]) {
        (b"", length) => Some(RangeSpec::Suffix(number(length)?)),
        (first, b"") => Some(RangeSpec::From(number(first)?)),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(RangeSpec::FromTo(first, last))
        }
    }
    // ANCHOR_END: parse_range
}

/// A number of digits only. One that is too large for 64 bits lies after the end of everything, and so does the largest.
fn number(digits: &[u8]) -> Option<u64> {
    // ANCHOR: number
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(digits.iter().fold(0, |number: u64, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))))
    // ANCHOR_END: number
}

impl RangeSpec {
    /// The octets of this range that content of that length has; `None` when it has none of them.
    #[must_use]
    pub fn within(self, length: u64) -> Option<Range<u64>> {
        // ANCHOR: within
        let range = match self {
            Self::FromTo(first, last) => first..last.saturating_add(1).min(length),
            Self::From(first) => first..length,
            Self::Suffix(count) => length.saturating_sub(count)..length,
        };
        (range.start < range.end).then_some(range)
        // ANCHOR_END: within
    }
}

/// The parts of content of that length that the ranges ask for, in their order. Parts that overlap or touch become one, at
/// the place of the first of them: nobody gets an octet twice (RFC 9110 section 15.3.7.2).
#[must_use]
pub fn select(ranges: &[RangeSpec], length: u64) -> Selection {
    // ANCHOR: select
    // Nothing can be asked of empty content but all of it (RFC 9110 section 14.2).
    if length == 0 {
        return Selection::Whole;
    }
    let mut parts: Vec<Range<u64>> = Vec::new();
    for mut range in ranges.iter().filter_map(|range| range.within(length)) {
        let mut place = parts.len();
        // A range may join parts that stood apart before.
        while let Some(at) = parts.iter().position(|part| part.start <= range.end && range.start <= part.end) {
            let part = parts.remove(at);
            range = part.start.min(range.start)..part.end.max(range.end);
            place = place.min(at);
        }
        parts.insert(place.min(parts.len()), range);
    }
    if parts.is_empty() { Selection::Unsatisfiable } else { Selection::Parts(parts) }
    // ANCHOR_END: select
}
