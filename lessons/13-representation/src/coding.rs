//! Content codings: which one the client prefers (RFC 9110 sections 8.4 and 12.5.3).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

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
    // GAP 8 of 9: choose (place 1 of 3)
    // `value` is that of Accept-Encoding. Choose gzip when its `weight` is above 0, and not below that of the
    // identity; else the identity, unless its weight is 0: then None. What the field does not name: gzip is
    // refused, the identity accepted, and counts as 0 beside gzip.
    todo!("gap 8: choose")
}

/// The weight that `Accept-Encoding` gives to a coding, in thousandths: that of its own member, else that of `*`. `None`
/// when it has neither.
#[must_use]
pub fn weight(value: &[u8], coding: Coding) -> Option<u16> {
    // GAP 8 of 9: choose (place 2 of 3)
    // Return what the list says of a coding (`coding.is_named(name)`): the weight of its own member, else
    // that of `*`, else None. The weight is the parameter `q`, its name in any letter case; without one it is
    // 1000, and one that cannot be read is 0.
    todo!("gap 8: choose")
}

/// A weight from 0 to 1 with at most three decimals, in thousandths (RFC 9110 section 12.4.2).
fn qvalue(text: &[u8]) -> Option<u16> {
    // GAP 8 of 9: choose (place 3 of 3)
    // Read a weight from 0 to 1, with at most three decimals, in thousandths: `0.5` is 500, `1` and `1.` and
    // `1.000` are 1000. The point may stand without decimals after it. None for everything else, and above 1.
    todo!("gap 8: choose")
}
