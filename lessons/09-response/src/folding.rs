//! Field lines that are folded: that go on in a further line, which begins with white space (RFC 9112 section 5.2).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::ops::Range;

use request::syntax::{is_ows, trim_ows_end, trim_ows_start};

/// Reads the line end of a fold, and the white space around it, as spaces. It is a [`request::Unfold`].
///
/// `octets` begin with a value of `value` octets. After it stand white space, a line end, and a further line. Returns
/// where in `octets` the whole value stands, without white space around it.
///
/// ```
/// let mut octets = *b"a \r\n\t b ";
/// let value = response::unfold(&mut octets, 1);
/// assert_eq!(&octets[value], b"a     b");
/// ```
#[must_use]
pub fn unfold(octets: &mut [u8], value: usize) -> Range<usize> {
    // GAP 4 of 6: unfold
    // Overwrite the line end after the value, and the white space around it, with spaces, so that
    // value and further line are one. Then say where in `octets` that value stands: without SP and
    // HTAB at its ends. A value may be empty, and so may be a further line.
    todo!("gap 4: unfold")
}
