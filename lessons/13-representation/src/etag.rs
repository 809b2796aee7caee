//! Entity tags: names for versions of a representation (RFC 9110 section 8.8.3).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::borrow::Cow;
use std::fmt::{self, Display};

use request::syntax::{is_ows, trim_ows_start};
use sha2::{Digest, Sha256};

/// An entity tag: opaque octets that stay the same while the representation does.
///
/// A weak one may stay the same when the representation has changed a little.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EntityTag<'a> {
    weak: bool,
    opaque: Cow<'a, [u8]>,
}

/// The two ways to compare entity tags (RFC 9110 section 8.8.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Equal tags mean equal octets.
    Strong,
    /// Equal tags mean representations that can stand for each other.
    Weak,
}

impl<'a> EntityTag<'a> {
    /// A tag that changes whenever an octet of the representation does. What cannot stand in a tag is left out.
    #[must_use]
    pub fn strong(opaque: &str) -> EntityTag<'static> {
        let opaque: Vec<u8> = opaque.bytes().filter(|&octet| is_etagc(octet)).collect();
        EntityTag { weak: false, opaque: opaque.into() }
    }

    /// The same tag with octets of its own.
    #[must_use]
    pub fn into_owned(self) -> EntityTag<'static> {
        EntityTag { weak: self.weak, opaque: self.opaque.into_owned().into() }
    }

    /// The same tag, marked as one that may stay the same when octets change.
    #[must_use]
    pub fn weakened(self) -> Self {
        Self { weak: true, ..self }
    }

    /// A strong tag made from the octets themselves: the first 128 bits of their SHA-256, which nobody can make equal for two
    /// contents. It is the same on every system and at all times, so it outlives the server, and servers can share it.
    ///
    /// ```
    /// let tag = representation::EntityTag::of(b"abc");
    /// assert_eq!(tag.to_value(), b"\"ba7816bf8f01cfea414140de5dae2223\"");
    /// ```
    #[must_use]
    pub fn of(octets: &[u8]) -> EntityTag<'static> {
        EntityTag::strong(&digest(octets, 16))
    }

    /// The tag of the same version in another content coding: other octets, so another tag (RFC 9110 section 8.8.3.3).
    #[must_use]
    pub fn coded(self, coding: &str) -> Self {
        let mut opaque = self.opaque.into_owned();
        opaque.push(b'-');
        opaque.extend_from_slice(coding.as_bytes());
        Self { opaque: opaque.into(), ..self }
    }

    /// Reads one tag: `"a"` or `W/"a"`, with nothing after it.
    #[must_use]
    pub fn parse(text: &'a [u8]) -> Option<Self> {
        match Self::at_front(text) {
            Some((tag, b"")) => Some(tag),
            _ => None,
        }
    }

    /// Reads the tag at the front, and returns what stands after it. There are no escapes in it: a backslash is an octet
    /// like any other.
    fn at_front(text: &'a [u8]) -> Option<(Self, &'a [u8])> {
        // GAP 3 of 9: lists (place 2 of 4)
        // Take a tag off the front: `W/` in capitals or nothing, a quote, octets that may stand in a tag
        // (`is_etagc`), as many as there are, even 0, and a quote. Return the tag and what stands after it; None
        // when no tag stands in front.
        todo!("gap 3: lists")
    }

    /// Whether it is marked as weak.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        self.weak
    }

    /// Whether both name the same version: for the strong comparison both must be strong, for the weak one it makes no
    /// difference.
    #[must_use]
    pub fn equals(&self, other: &EntityTag, comparison: Comparison) -> bool {
        // GAP 3 of 9: lists (place 3 of 4)
        // Return whether both tags name the same version. `weak` says that a tag has W/ in front, `opaque` is what
        // stands between its quotes. For `Comparison::Strong` both must be strong, for `Comparison::Weak` it
        // makes no difference.
        todo!("gap 3: lists")
    }

    /// The tag as a field value.
    #[must_use]
    pub fn to_value(&self) -> Vec<u8> {
        let mut value = Vec::with_capacity(self.opaque.len() + 4);
        if self.weak {
            value.extend_from_slice(b"W/");
        }
        value.push(b'"');
        value.extend_from_slice(&self.opaque);
        value.push(b'"');
        value
    }
}

impl Display for EntityTag<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\"{}\"", if self.weak { "W/" } else { "" }, self.opaque.escape_ascii())
    }
}

/// The first octets, so many, of the SHA-256 of others, in hexadecimal digits.
pub(crate) fn digest(octets: &[u8], count: usize) -> String {
    let digits = |octet: &u8| [octet >> 4, octet & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]));
    Sha256::digest(octets).iter().take(count).flat_map(digits).collect()
}

/// `etagc`: what may stand in a tag. The double quote is not among them.
fn is_etagc(octet: u8) -> bool {
    octet == 0x21 || (0x23..=0x7e).contains(&octet) || octet >= 0x80
}

/// The tags of a list, `"a", W/"b"`. What is no tag is passed over up to the next comma: it matches nothing.
///
/// A comma may stand within a tag, so the list cannot simply be split at its commas.
pub fn entity_tags(list: &[u8]) -> impl Iterator<Item = EntityTag<'_>> {
    let mut rest = list;
    std::iter::from_fn(move || {
        // GAP 3 of 9: lists (place 4 of 4)
        // Return the next tag of the list; `rest` is what is left of it. Between tags stand commas and blanks
        // (`is_ows`), of both of which there may be several. What is no tag, or a tag with something else than a
        // comma or the end after it, matches nothing: pass it over up to the next comma. A comma within a tag
        // ends no tag.
        todo!("gap 3: lists")
    })
}

trait TrimPrefix {
    /// Leaves out the octets in front that are like this.
    fn trim_prefix_of(&self, is: impl Fn(u8) -> bool) -> &Self;
}

impl TrimPrefix for [u8] {
    fn trim_prefix_of(&self, is: impl Fn(u8) -> bool) -> &Self {
        let count = self.iter().take_while(|&&octet| is(octet)).count();
        &self[count..]
    }
}
