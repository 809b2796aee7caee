//! What stands inside field values: lists, quoted strings, parameters (RFC 9110 section 5.6).

use std::borrow::Cow;

use request::Fields;
use request::syntax::{is_line_octet, is_token, trim_ows};

/// Fields that hold one value and no list, so that a message has one line of each at most (RFC 9110 section 5.3).
const SINGLETONS: [&str; 17] = [
    "Age",
    "Authorization",
    "Content-Location",
    "Content-Range",
    "Content-Type",
    "Date",
    "ETag",
    "Expires",
    "From",
    "Host",
    "If-Modified-Since",
    "If-Unmodified-Since",
    "Last-Modified",
    "Location",
    "Referer",
    "Retry-After",
    "Server",
];

/// Whether a field of that name holds one value and no list, as far as it is known here.
#[must_use]
pub fn is_singleton(name: &str) -> bool {
    SINGLETONS.iter().any(|singleton| singleton.eq_ignore_ascii_case(name))
}

/// The members of a list: separated by commas, without the white space around them and without empty ones. A comma in a
/// quoted string parts nothing.
///
/// ```
/// let members: Vec<&[u8]> = response::members(b"a, \"b, c\",, d").collect();
/// assert_eq!(members, [&b"a"[..], b"\"b, c\"", b"d"]);
/// ```
pub fn members(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    Pieces { rest: value, separator: b',' }
}

/// Looks into fields that are lists.
pub trait Lists {
    /// Whether the list field of that name has this member, in any letter case: `Connection` and `close`.
    #[must_use]
    fn lists(&self, name: &str, member: &str) -> bool;
}

impl Lists for Fields {
    fn lists(&self, name: &str, member: &str) -> bool {
        self.combined(name).is_some_and(|value| members(&value).any(|m| m.eq_ignore_ascii_case(member.as_bytes())))
    }
}

/// A parameter of a value: `charset=utf-8`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter<'a> {
    /// Its name, which matches in any letter case.
    pub name: &'a [u8],
    /// Its value, without the quotes that it may have had.
    pub value: Cow<'a, [u8]>,
}

/// A value with parameters, `text/html; charset=utf-8`: what stands before the first semicolon, and the parameters.
///
/// A parameter is a name, `=`, and a token or quoted string, without white space around the `=`; anything else is `None`
/// in its place. Empty ones are skipped.
///
/// ```
/// let (kind, mut parameters) = response::parameters(b"text/html; charset=\"utf-8\"");
/// let charset = parameters.next().flatten().unwrap();
/// assert_eq!((kind, charset.name, &*charset.value), (&b"text/html"[..], &b"charset"[..], &b"utf-8"[..]));
/// ```
pub fn parameters(value: &[u8]) -> (&[u8], impl Iterator<Item = Option<Parameter<'_>>>) {
    let end = end_of_piece(value, b';');
    let rest = value.get(end + 1..).unwrap_or_default();
    (trim_ows(&value[..end]), Pieces { rest, separator: b';' }.map(parameter))
}

fn parameter(text: &[u8]) -> Option<Parameter<'_>> {
    // ANCHOR: parameter
    let equals = text.iter().position(|&octet| octet == b'=')?;
    let (name, value) = (&text[..equals], &text[equals + 1..]);
    let value = if is_token(value) { value.into() } else { unquote(value)? };
    is_token(name).then_some(Parameter { name, value })
    // ANCHOR_END: parameter
}

/// The text that a quoted string stands for; `None` when this is none.
///
/// ```
/// assert_eq!(response::unquote(br#""say \"a\"""#).as_deref(), Some(&br#"say "a""#[..]));
/// ```
#[must_use]
pub fn unquote(value: &[u8]) -> Option<Cow<'_, [u8]>> {
    // ANCHOR: unquote
    let inner = value.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    if !inner.iter().any(|&octet| octet == b'"' || octet == b'\\') {
        return inner.iter().all(|&octet| is_line_octet(octet)).then_some(inner.into());
    }
    let mut text = Vec::with_capacity(inner.len());
    let mut octets = inner.iter().copied();
    while let Some(octet) = octets.next() {
        let octet = match octet {
            b'\\' => octets.next()?,
            b'"' => return None,
            octet => octet,
        };
        if !is_line_octet(octet) {
            return None;
        }
        text.push(octet);
    }
    Some(text.into())
    // ANCHOR_END: unquote
}

/// A text as a quoted string, with a backslash before double quotes and backslashes only.
///
/// The text must be fit for a field value; [`Fields::push`] refuses it otherwise.
#[must_use]
pub fn quote(text: &[u8]) -> Vec<u8> {
    let mut quoted = Vec::with_capacity(text.len() + 2);
    quoted.push(b'"');
    for &octet in text {
        if matches!(octet, b'"' | b'\\') {
            quoted.push(b'\\');
        }
        quoted.push(octet);
    }
    quoted.push(b'"');
    quoted
}

/// The pieces of a text between separators that stand outside of quoted strings; empty ones are skipped.
struct Pieces<'a> {
    rest: &'a [u8],
    separator: u8,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        // ANCHOR: pieces
        while !self.rest.is_empty() {
            let end = end_of_piece(self.rest, self.separator);
            let piece = trim_ows(&self.rest[..end]);
            self.rest = self.rest.get(end + 1..).unwrap_or_default();
            if !piece.is_empty() {
                return Some(piece);
            }
        }
        None
        // ANCHOR_END: pieces
    }
}

/// Where the first separator outside of a quoted string stands, or the end of the text. A string that is never closed
/// reaches to the end.
fn end_of_piece(text: &[u8], separator: u8) -> usize {
    // ANCHOR: separator
    let mut quoted = false;
    let mut escaped = false;
    for (at, &octet) in text.iter().enumerate() {
        match octet {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if octet == separator && !quoted => return at,
            _ => {}
        }
    }
    text.len()
    // ANCHOR_END: separator
}
