//! Which octets may stand where: the tables that every other file looks things up in.
//!
//! One look into a table of 256 entries answers for an octet whether a rule of the grammar has it.

const TCHAR: u8 = 1;
const LINE: u8 = 2;
const TARGET: u8 = 4;
const HOST: u8 = 8;

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
        class |= HOST;
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
    CLASSES[usize::from(octet)] & HOST != 0
}

/// SP or HTAB, the octets of optional whitespace (RFC 9110 section 5.6.3).
#[must_use]
pub fn is_ows(octet: u8) -> bool {
    octet == b' ' || octet == b'\t'
}

/// Whether this is a token: one `tchar` or more.
#[must_use]
pub fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && token_length(bytes) == bytes.len()
}

/// How many octets from the first on are `tchar`.
#[must_use]
pub fn token_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|&&octet| is_tchar(octet)).count()
}

/// How many octets from the first on may stand within a line.
#[must_use]
pub fn line_length(bytes: &[u8]) -> usize {
    // Sixteen at a time are counted without a branch for each: the compiler makes a few vector instructions of it.
    let is_control = |octet: &&u8| (**octet < b' ' && **octet != b'\t') || **octet == 0x7f;
    let all_text = |chunk: &&[u8]| chunk.iter().filter(is_control).count() == 0;
    let plain = 16 * bytes.chunks_exact(16).take_while(all_text).count();
    plain + bytes[plain..].iter().take_while(|&&octet| is_line_octet(octet)).count()
}

/// Leaves out SP and HTAB in front.
#[must_use]
pub fn trim_ows_start(bytes: &[u8]) -> &[u8] {
    let blanks = bytes.iter().take_while(|&&octet| is_ows(octet)).count();
    &bytes[blanks..]
}

/// Leaves out SP and HTAB at the end.
#[must_use]
pub fn trim_ows_end(bytes: &[u8]) -> &[u8] {
    let blanks = bytes.iter().rev().take_while(|&&octet| is_ows(octet)).count();
    &bytes[..bytes.len() - blanks]
}

/// Leaves out SP and HTAB on both sides.
#[must_use]
pub fn trim_ows(bytes: &[u8]) -> &[u8] {
    trim_ows_end(trim_ows_start(bytes))
}

/// ASCII octets as text. Callers have checked that they are; anything else gives the empty text.
pub(crate) fn ascii(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}
