//! What is remembered of a part of a download, so that what is missing can be asked for: of which version it is.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io;
use std::time::Duration;

use representation::{Comparison, EntityTag, format_date, parse_date};
use request::{Fields, Folding, Limits, SectionDecoder};

/// A `Last-Modified` that is older than its `Date` by so much counts as strong: the clocks of the file and of the server
/// may differ by a little (RFC 9110 section 8.8.2.2).
const OLD_ENOUGH: Duration = Duration::from_mins(1);

/// The version of a part, and what is known of the whole.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Whence it came.
    pub uri: String,
    pub validator: Validator,
    /// How many octets the whole has.
    pub length: Option<u64>,
}

/// What names a version so surely that parts with the same one fit together.
#[derive(Debug, Clone)]
pub enum Validator {
    Tag(Vec<u8>),
    /// The value of `Last-Modified`. Only where there is no entity tag, not even a weak one (RFC 9110 section 13.1.5).
    Date(String),
}

impl Validator {
    /// The strong validator of a response, if it has one.
    pub fn strong(fields: &Fields) -> Option<Self> {
        // GAP 6 of 9: start (place 3 of 4)
        // Return the strong validator, if there is one. With ETag, only that counts: its `entity_tag`, if it can
        // be read and is not weak. Without it, the date
        // of Last-Modified (`date`, `format_date`), if the response has a Date too, which is later by OLD_ENOUGH
        // at least.
        todo!("gap 6: start")
    }

    /// Whether a response is of the same version.
    pub fn is_of(&self, fields: &Fields) -> bool {
        // GAP 7 of 9: fitting (place 3 of 6)
        // Return whether it is the one of the response. A tag must equal that of the response by the strong
        // comparison; a date must be that of its
        // Last-Modified, in whichever format that comes (`format_date` writes one).
        todo!("gap 7: fitting")
    }

    /// As the value of `If-Range`.
    pub fn to_value(&self) -> Vec<u8> {
        match self {
            Self::Tag(tag) => tag.clone(),
            Self::Date(value) => value.clone().into_bytes(),
        }
    }
}

fn only<'f>(fields: &'f Fields, name: &str) -> Option<&'f [u8]> {
    let mut all = fields.all(name).map(|field| field.value());
    all.next().filter(|_| all.next().is_none())
}

fn entity_tag(fields: &Fields) -> Option<EntityTag<'_>> {
    EntityTag::parse(only(fields, "ETag")?)
}

fn date(fields: &Fields, name: &str) -> Option<std::time::SystemTime> {
    parse_date(only(fields, name)?)
}

impl Kept {
    /// Reads what was noted beside a part; `None` when that is of no use.
    pub fn read(mut octets: &[u8]) -> Option<Self> {
        // GAP 7 of 9: fitting (place 4 of 6)
        // Read the note again, with a `SectionDecoder` that has the usual limits, refuses folded lines, and has
        // read nothing before; what stands after the section does not count. Return None when it is no whole
        // section, has no Content-Location, or has no validator: the ETag, if it can be read (`entity_tag`), and
        // if not, the Last-Modified (`date`, kept as `format_date` writes it). A Content-Length that cannot be
        // read is as good as none.
        todo!("gap 7: fitting")
    }

    /// The note, in the form of a field section.
    pub fn to_note(&self) -> io::Result<Vec<u8>> {
        // GAP 6 of 9: start (place 2 of 4)
        // Write the note, a field section of three lines, in this order: Content-Location with the URL; ETag or
        // Last-Modified, whichever the validator is, with its `to_value()`; and Content-Length, if it is known.
        // `Fields::encode` makes it, with the empty line at its end. What cannot stand in a field is an error of
        // the kind Other.
        todo!("gap 6: start")
    }
}
