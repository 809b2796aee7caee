//! Reads ranges by hand, and joins them by sorting instead of by comparing each with each.

use std::ops::Range;

/// Fields with more ranges than this are disregarded.
pub const MOST_RANGES: usize = 20;

/// One range of a `Range` field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeSpec {
    /// `5-9`
    FromTo(u64, u64),
    /// `5-`
    From(u64),
    /// `-5`
    Suffix(u64),
}

/// What is left of the ranges when the length of the content is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// Everything.
    Whole,
    /// These parts.
    Parts(Vec<Range<u64>>),
    /// Nothing of what was asked for.
    Unsatisfiable,
}

/// Reads the value of a `Range` field.
#[must_use]
pub fn parse_ranges(value: &[u8]) -> Option<Vec<RangeSpec>> {
    let text = std::str::from_utf8(value).ok().filter(|text| text.is_ascii())?.to_ascii_lowercase();
    let set = text.strip_prefix("bytes=")?;
    let members = set.split(',').map(|member| member.trim_matches([' ', '\t'])).filter(|member| !member.is_empty());
    let ranges = members.map(parse_range).collect::<Option<Vec<_>>>()?;
    (1..=MOST_RANGES).contains(&ranges.len()).then_some(ranges)
}

fn parse_range(text: &str) -> Option<RangeSpec> {
    let (first, last) = text.split_once('-')?;
    match (number(first), number(last)) {
        (Some(first), Some(last)) => (first <= last).then_some(RangeSpec::FromTo(first, last)),
        (Some(first), None) if last.is_empty() => Some(RangeSpec::From(first)),
        (None, Some(count)) if first.is_empty() => Some(RangeSpec::Suffix(count)),
        _ => None,
    }
}

fn number(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

impl RangeSpec {
    /// The octets of this range that content of that length has.
    #[must_use]
    pub fn within(self, length: u64) -> Option<Range<u64>> {
        match self {
            Self::FromTo(first, last) if first < length => Some(first..last.min(length - 1) + 1),
            Self::From(first) if first < length => Some(first..length),
            Self::Suffix(count) if count > 0 && length > 0 => Some(length - count.min(length)..length),
            _ => None,
        }
    }
}

/// The parts that the ranges ask for, joined where they overlap or touch.
#[must_use]
pub fn select(ranges: &[RangeSpec], length: u64) -> Selection {
    if length == 0 {
        return Selection::Whole;
    }
    let mut wanted: Vec<(usize, Range<u64>)> = ranges
        .iter()
        .enumerate()
        .filter_map(|(number, range)| range.within(length).map(|range| (number, range)))
        .collect();
    wanted.sort_by_key(|(_, range)| range.start);
    let mut joined: Vec<(usize, Range<u64>)> = Vec::new();
    for (number, range) in wanted {
        match joined.last_mut() {
            Some((first, last)) if range.start <= last.end => {
                *first = number.min(*first);
                last.end = range.end.max(last.end);
            }
            _ => joined.push((number, range)),
        }
    }
    joined.sort_by_key(|&(number, _)| number);
    if joined.is_empty() {
        return Selection::Unsatisfiable;
    }
    Selection::Parts(joined.into_iter().map(|(_, range)| range).collect())
}
