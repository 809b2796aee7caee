//! What is remembered of a part of a download, so that what is missing can be asked for: of which version it is.

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
    // ANCHOR: strong
    /// The strong validator of a response, if it has one.
    pub fn strong(fields: &Fields) -> Option<Self> {
        // ANCHOR: is_strong
        if fields.get("ETag").is_some() {
            return entity_tag(fields).filter(|tag| !tag.is_weak()).map(|tag| Self::Tag(tag.to_value()));
        }
        let (modified, date) = (date(fields, "Last-Modified")?, date(fields, "Date")?);
        let is_strong = date.duration_since(modified).is_ok_and(|age| age >= OLD_ENOUGH);
        if is_strong { format_date(modified).map(Self::Date) } else { None }
        // ANCHOR_END: is_strong
    }
    // ANCHOR_END: strong

    /// Whether a response is of the same version.
    pub fn is_of(&self, fields: &Fields) -> bool {
        // ANCHOR: is_of
        match self {
            Self::Tag(tag) => match (EntityTag::parse(tag), entity_tag(fields)) {
                (Some(tag), Some(other)) => tag.equals(&other, Comparison::Strong),
                _ => false,
            },
            Self::Date(value) => date(fields, "Last-Modified").and_then(format_date).as_ref() == Some(value),
        }
        // ANCHOR_END: is_of
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
        // ANCHOR: read_note
        let fields = SectionDecoder::new(Limits::default(), Folding::Refuse, 0).decode(&mut octets).ok()??;
        let uri = fields.get("Content-Location")?.text()?.to_owned();
        let length = fields.get("Content-Length").and_then(|length| length.text()?.parse().ok());
        let validator = match entity_tag(&fields) {
            Some(tag) => Validator::Tag(tag.to_value()),
            None => Validator::Date(date(&fields, "Last-Modified").and_then(format_date)?),
        };
        Some(Self { uri, validator, length })
        // ANCHOR_END: read_note
    }

    /// The note, in the form of a field section.
    pub fn to_note(&self) -> io::Result<Vec<u8>> {
        // ANCHOR: note
        let name = match self.validator {
            Validator::Tag(_) => "ETag",
            Validator::Date(_) => "Last-Modified",
        };
        let mut fields = Fields::new();
        let mut push = |name, value: &[u8]| fields.push(name, value).map_err(io::Error::other);
        push("Content-Location", self.uri.as_bytes())?;
        push(name, &self.validator.to_value())?;
        if let Some(length) = self.length {
            push("Content-Length", length.to_string().as_bytes())?;
        }
        let mut section = Vec::new();
        fields.encode(&mut section);
        Ok(section)
        // ANCHOR_END: note
    }
}
