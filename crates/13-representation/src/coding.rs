//! Content codings: which one the client prefers (RFC 9110 sections 8.4 and 12.5.3).

use request::Fields;
use response::{members, parameters};

/// How the content of a message is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coding {
    /// Not at all.
    Identity,
    /// Compressed as by the program gzip.
    Gzip,
}

impl Coding {
    /// Its name, as `Content-Encoding` and `Accept-Encoding` have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
        }
    }

    /// Whether this is one of its names; `x-gzip` is an old one (RFC 9110 section 8.4.1.3).
    fn is_named(self, name: &[u8]) -> bool {
        name.eq_ignore_ascii_case(self.name().as_bytes())
            || (self == Self::Gzip && name.eq_ignore_ascii_case(b"x-gzip"))
    }
}

/// The coding to send, of the two that there are; `None` when the client accepts neither.
///
/// Without `Accept-Encoding` nothing is coded: any coding would be acceptable then, but old clients read none.
#[must_use]
pub fn choose(fields: &Fields) -> Option<Coding> {
    let Some(value) = fields.combined("Accept-Encoding") else { return Some(Coding::Identity) };
    // ANCHOR: choose
    let gzip = weight(&value, Coding::Gzip).unwrap_or(0);
    // What is not coded is acceptable unless the field says otherwise, but nothing says how much.
    match weight(&value, Coding::Identity) {
        identity if gzip > 0 && gzip >= identity.unwrap_or(0) => Some(Coding::Gzip),
        Some(0) => None,
        _ => Some(Coding::Identity),
    }
    // ANCHOR_END: choose
}

/// The weight that `Accept-Encoding` gives to a coding, in thousandths: that of its own member, else that of `*`. `None`
/// when it has neither.
#[must_use]
pub fn weight(value: &[u8], coding: Coding) -> Option<u16> {
    // ANCHOR: weight
    let named = |is_it: &dyn Fn(&[u8]) -> bool| {
        members(value).map(parameters).find(|(name, _)| is_it(name)).map(|(_, parameters)| {
            let mut weights = parameters.flatten().filter(|parameter| parameter.name.eq_ignore_ascii_case(b"q"));
            weights.next().map_or(1000, |parameter| qvalue(&parameter.value).unwrap_or(0))
        })
    };
    named(&|name| coding.is_named(name)).or_else(|| named(&|name| name == b"*"))
    // ANCHOR_END: weight
}

/// A weight from 0 to 1 with at most three decimals, in thousandths (RFC 9110 section 12.4.2).
fn qvalue(text: &[u8]) -> Option<u16> {
    // ANCHOR: qvalue
    let (whole, decimals) = match text {
        [whole] | [whole, b'.'] => (whole, &b""[..]),
        [whole, b'.', decimals @ ..] if decimals.len() <= 3 => (whole, decimals),
        _ => return None,
    };
    let digit = |at: usize| match decimals.get(at) {
        None => Some(0),
        Some(octet) if octet.is_ascii_digit() => Some(u16::from(octet - b'0')),
        Some(_) => None,
    };
    let thousandths = 100 * digit(0)? + 10 * digit(1)? + digit(2)?;
    match whole {
        b'0' => Some(thousandths),
        b'1' if thousandths == 0 => Some(1000),
        _ => None,
    }
    // ANCHOR_END: qvalue
}
