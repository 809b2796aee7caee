//! Which octets a client asks for (RFC 9110 sections 14.1 and 14.2).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

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
    // GAP 4 of 9: parse_ranges (place 1 of 3)
    // Read `bytes=0-4, 10-`: the unit in any letter case, an equals sign, and a list (`members`) of ranges.
    // White space may stand around each (`trim_ows`). Return None, so that the field has no effect, for
    // another unit, an error in any of the ranges, no range at all, and more than MOST_RANGES.
    todo!("gap 4: parse_ranges")
}

/// Reads one range: `5-9`, `5-` or `-5`. `None` for anything else, and when the last position is below the first.
fn parse_range(text: &[u8]) -> Option<RangeSpec> {
    // GAP 4 of 9: parse_ranges (place 2 of 3)
    // Read one range: `5-9` is `RangeSpec::FromTo(5, 9)`, `5-` is `RangeSpec::From(5)`, `-5` is
    // `RangeSpec::Suffix(5)`. Return None for anything else, and when the last position is below the first.
    todo!("gap 4: parse_ranges")
}

/// A number of digits only. One that is too large for 64 bits lies after the end of everything, and so does the largest.
fn number(digits: &[u8]) -> Option<u64> {
    // GAP 4 of 9: parse_ranges (place 3 of 3)
    // Read a number of one digit or more, and of nothing else: no sign, no blank. One that is too large for
    // 64 bits is u64::MAX.
    todo!("gap 4: parse_ranges")
}

impl RangeSpec {
    /// The octets of this range that content of that length has; `None` when it has none of them.
    #[must_use]
    pub fn within(self, length: u64) -> Option<Range<u64>> {
        // GAP 5 of 9: select (place 2 of 2)
        // Return the positions that content of `length` octets has of this range, as `first..end`: `end` is the
        // position after the last octet. None when it has none of them. The numbers can be as large as u64::MAX:
        // use `saturating_add` and `saturating_sub`.
        todo!("gap 5: select")
    }
}

/// The parts of content of that length that the ranges ask for, in their order. Parts that overlap or touch become one, at
/// the place of the first of them: nobody gets an octet twice (RFC 9110 section 15.3.7.2).
#[must_use]
pub fn select(ranges: &[RangeSpec], length: u64) -> Selection {
    // GAP 5 of 9: select (place 1 of 2)
    // Say what the ranges come to in content of that length. Of empty content there is only the whole. Leave
    // out ranges without octets; when none is left, it is `Unsatisfiable`. Keep the parts in the order in
    // which they were asked for, but make one of those that overlap or touch, at the place of the first of them,
    // also when a later one joins two that stood apart.
    todo!("gap 5: select")
}
