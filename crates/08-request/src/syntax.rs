//! Which octets may stand where: the tables that every other file looks things up in.
//!
//! One look into a table of 256 entries answers for an octet whether a rule of the grammar has it.

const TCHAR: u8 = 1;
const LINE: u8 = 2;
const TARGET: u8 = 4;
const REG_NAME: u8 = 8;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut octet = 0;
    while octet < 256 {
        // The loop ends before 256: nothing is cut off.
        #[allow(clippy::cast_possible_truncation)]
        let class = class_of(octet as u8);
        classes[octet] = class;
        octet += 1;
    }
    classes
};

const fn class_of(octet: u8) -> u8 {
    let alphanumeric = octet.is_ascii_alphanumeric();
    let unreserved = alphanumeric || matches!(octet, b'-' | b'.' | b'_' | b'~');
    let sub_delimiter = matches!(octet, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=');
    let mark = matches!(octet, b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'^' | b'`' | b'|');
    let mut class = 0;
    if unreserved || mark {
        class |= TCHAR;
    }
    if octet == b'\t' || (octet >= b' ' && octet != 0x7f) {
        class |= LINE;
    }
    if octet.is_ascii_graphic() && !matches!(octet, b'"' | b'#' | b'<' | b'>' | b'\\') {
        class |= TARGET;
    }
    if unreserved || sub_delimiter || octet == b'%' {
        class |= REG_NAME;
    }
    class
}

/// `tchar`, the octets of a token (RFC 9110 section 5.6.2).
#[must_use]
pub fn is_tchar(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & TCHAR != 0
}

/// What may stand within a line: HTAB, SP, VCHAR and obs-text, and no other control octet (RFC 9110 section 5.5).
#[must_use]
pub fn is_line_octet(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & LINE != 0
}

/// What may stand in a request target.
///
/// That is more than the grammar of URIs has: browsers send `[ ] ^ { | }` and the grave accent as they are, and nobody
/// can take them for the end of the target. The target is compared and handed on as it came, never repaired.
#[must_use]
pub fn is_target_octet(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & TARGET != 0
}

/// What may stand in a host name: `reg-name` (RFC 3986 section 3.2.2).
#[must_use]
pub fn is_host_octet(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & REG_NAME != 0
}

/// SP or HTAB, the octets of optional whitespace (RFC 9110 section 5.6.3).
#[must_use]
pub fn is_ows(octet: u8) -> bool {
    // ANCHOR: ows
    octet == b' ' || octet == b'\t'
    // ANCHOR_END: ows
}

/// Whether this is a token: one `tchar` or more.
#[must_use]
pub fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && token_length(bytes) == bytes.len()
}

/// How many octets from the first on are `tchar`.
#[must_use]
pub fn token_length(bytes: &[u8]) -> usize {
    bytes.iter().position(|&octet| !is_tchar(octet)).unwrap_or(bytes.len())
}

/// How many octets from the first on may stand within a line.
#[must_use]
pub fn line_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    loop {
        length += text_length(&bytes[length..]);
        match bytes.get(length) {
            Some(b'\t') => length += 1,
            _ => return length,
        }
    }
}

/// How many octets from the first on are no control octets. Most of a message is such text, so it is looked at eight
/// octets at a time.
fn text_length(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let controls = control_octets(u64::from_le_bytes(*word));
        if controls != 0 {
            return 8 * number + controls.trailing_zeros() as usize / 8;
        }
    }
    8 * words.len() + rest.iter().take_while(|octet| !octet.is_ascii_control()).count()
}

/// The highest bit of each of eight octets: set for the first octet that is a control octet, and for none before it.
fn control_octets(word: u64) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH_BITS: u64 = u64::from_le_bytes([0x80; 8]);
    // An octet below 32 borrows when 32 is taken from it, and so does 0 when 1 is. DEL is 0 when its bits are inverted.
    let below_space = word.wrapping_sub(ONES * 32) & !word;
    let del = word ^ (ONES * 0x7f);
    let is_del = del.wrapping_sub(ONES) & !del;
    (below_space | is_del) & HIGH_BITS
}

/// Leaves out optional whitespace ([`is_ows`]) in front.
#[must_use]
pub fn trim_ows_start(mut bytes: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = bytes
        && is_ows(*first)
    {
        bytes = rest;
    }
    bytes
}

/// Leaves out optional whitespace ([`is_ows`]) at the end.
#[must_use]
pub fn trim_ows_end(mut bytes: &[u8]) -> &[u8] {
    while let [rest @ .., last] = bytes
        && is_ows(*last)
    {
        bytes = rest;
    }
    bytes
}

/// Leaves out optional whitespace ([`is_ows`]) on both sides.
#[must_use]
pub fn trim_ows(bytes: &[u8]) -> &[u8] {
    trim_ows_end(trim_ows_start(bytes))
}

/// ASCII octets as text. Callers have checked that they are; anything else gives the empty text.
pub(crate) fn ascii(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}
