//! Preconditions: whether a method is performed at all, and whether a range counts (RFC 9110 section 13).

use std::time::SystemTime;

use request::{Fields, Method};

use crate::date::parse_date;
use crate::etag::{Comparison, EntityTag, entity_tags};
use crate::validators::Validators;

/// What the preconditions of a request come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Perform the method.
    Perform,
    /// The client has what it asks for: 304.
    NotModified,
    /// Something that the client counts on is not so: 412, and nothing is done.
    Failed,
}

/// Evaluates the preconditions of a request for a resource whose selected representation has these validators; `None` when
/// it has no representation at all.
///
/// Ask only when the response would otherwise be 2xx: a redirect or an error comes first (RFC 9110 section 13.2.1).
#[must_use]
pub fn evaluate(method: &Method, fields: &Fields, current: Option<&Validators>) -> Verdict {
    // ANCHOR: evaluate
    if matches!(method, Method::Connect | Method::Options | Method::Trace) {
        return Verdict::Perform;
    }
    let reads = matches!(method, Method::Get | Method::Head);
    // What the client has already, it need not read again, and must not write over (RFC 9110 section 13.1.2).
    let has_it = if reads { Verdict::NotModified } else { Verdict::Failed };
    // For methods that write, this field has no effect (RFC 9110 section 13.1.3).
    let modified_since = date(fields, "If-Modified-Since").filter(|_| reads);
    let unknown = Validators::default();
    let known = current.unwrap_or(&unknown);
    // ANCHOR: preconditions
    if let Some(tags) = fields.combined("If-Match") {
        if !lists(&tags, current, Comparison::Strong) {
            return Verdict::Failed;
        }
    } else if let Some(date) = date(fields, "If-Unmodified-Since")
        && known.last_modified.is_some_and(|modified| modified.time() > date)
    {
        return Verdict::Failed;
    }
    if let Some(tags) = fields.combined("If-None-Match") {
        if lists(&tags, current, Comparison::Weak) {
            return has_it;
        }
    } else if let Some(date) = modified_since
        && known.last_modified.is_some_and(|modified| modified.time() <= date)
    {
        return has_it;
    }
    Verdict::Perform
    // ANCHOR_END: preconditions
    // ANCHOR_END: evaluate
}

/// Whether a list of entity tags has that of the current representation; `*` stands for any.
fn lists(tags: &[u8], current: Option<&Validators>, comparison: Comparison) -> bool {
    // ANCHOR: lists
    if tags == b"*" {
        return current.is_some();
    }
    let etag = current.and_then(|validators| validators.etag.as_ref());
    etag.is_some_and(|etag| entity_tags(tags).any(|tag| tag.equals(etag, comparison)))
    // ANCHOR_END: lists
}

/// The date of a field. One that is none, and a list of several, count as absent.
fn date(fields: &Fields, name: &str) -> Option<SystemTime> {
    // ANCHOR: date
    parse_date(&fields.combined(name)?)
    // ANCHOR_END: date
}

/// Whether the `Range` of a request counts: without `If-Range` it does, with it only for the version that it names, by a
/// strong entity tag or by the exact date (RFC 9110 section 13.1.5).
#[must_use]
pub fn range_counts(fields: &Fields, current: &Validators, now: SystemTime) -> bool {
    let Some(value) = fields.combined("If-Range") else { return true };
    // ANCHOR: if_range
    if let Some(tag) = EntityTag::parse(&value) {
        return current.etag.as_ref().is_some_and(|etag| etag.equals(&tag, Comparison::Strong));
    }
    let modified = current.last_modified.filter(|modified| modified.is_strong(now));
    modified.is_some_and(|modified| parse_date(&value) == Some(modified.time()))
    // ANCHOR_END: if_range
}
