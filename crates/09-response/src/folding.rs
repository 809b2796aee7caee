//! Field lines that are folded: that go on in a further line, which begins with white space (RFC 9112 section 5.2).

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
    // ANCHOR: unfold
    let is_fold = |octet: u8| is_ows(octet) || matches!(octet, b'\r' | b'\n');
    let fold = octets[value..].iter().take_while(|&&octet| is_fold(octet)).count();
    octets[value..value + fold].fill(b' ');
    let text = trim_ows_start(octets);
    let start = octets.len() - text.len();
    start..start + trim_ows_end(text).len()
    // ANCHOR_END: unfold
}
