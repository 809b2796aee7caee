//! What stands inside field values: lists, quoted strings, parameters (RFC 9110 section 5.6).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

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
    // GAP 6 of 6: parameter (place 1 of 2)
    // Read `text` as a parameter: a token, `=`, and a token or a quoted string (`unquote`), without
    // white space around the `=`. Anything else is `None`. A token stays as it is.
    todo!("gap 6: parameter")
}

/// The text that a quoted string stands for; `None` when this is none.
///
/// ```
/// assert_eq!(response::unquote(br#""say \"a\"""#).as_deref(), Some(&br#"say "a""#[..]));
/// ```
#[must_use]
pub fn unquote(value: &[u8]) -> Option<Cow<'_, [u8]>> {
    // GAP 6 of 6: parameter (place 2 of 2)
    // Return the text that the quoted string `value` stands for, or `None` when it is not one.
    // It begins and ends with a double quote; within, a backslash stands for the octet after it, and
    // a double quote alone may not stand. All octets are those that a line may have (`is_line_octet`).
    todo!("gap 6: parameter")
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
        while !self.rest.is_empty() {
            let end = end_of_piece(self.rest, self.separator);
            let piece = trim_ows(&self.rest[..end]);
            self.rest = self.rest.get(end + 1..).unwrap_or_default();
            if !piece.is_empty() {
                return Some(piece);
            }
        }
        None
    }
}

/// Where the first separator outside of a quoted string stands, or the end of the text. A string that is never closed
/// reaches to the end.
fn end_of_piece(text: &[u8], separator: u8) -> usize {
    // GAP 5 of 6: separator
    // Return where the first `separator` stands that is not within a quoted string, or `text.len()`.
    // A double quote opens a string, and the next one closes it; within it a backslash takes the
    // meaning from the octet after it. Outside of strings a backslash is an octet like others.
    todo!("gap 5: separator")
}
