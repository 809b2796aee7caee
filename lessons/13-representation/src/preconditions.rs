//! Preconditions: whether a method is performed at all, and whether a range counts (RFC 9110 section 13).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

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
    // GAP 2 of 9: evaluate
    // In the starter no precondition has any effect. CONNECT, OPTIONS and TRACE know none. For the others,
    // test If-Match, or without it If-Unmodified-Since: when it is false, `Failed`. Then test If-None-Match,
    // or without it If-Modified-Since: when it is false, `NotModified` for GET and HEAD, for others `Failed`.
    // If-Modified-Since has an effect on GET and HEAD only. `lists` looks for the present tag in a list, and
    // `date` reads a date. Without a date of the representation, no date makes a condition false. Where there
    // is no representation, it has no validators.
    Verdict::Perform
}

/// Whether a list of entity tags has that of the current representation; `*` stands for any.
fn lists(tags: &[u8], current: Option<&Validators>, comparison: Comparison) -> bool {
    // GAP 3 of 9: lists (place 1 of 4)
    // In the starter no tag is in any list. Return whether the list has the entity tag of the current
    // representation, by this comparison (`equals`). `*` stands for any representation, also for one without
    // a tag; a list of tags (`entity_tags`) needs one that has a tag.
    false
}

/// The date of a field. One that is none, and a list of several, count as absent.
fn date(fields: &Fields, name: &str) -> Option<SystemTime> {
    parse_date(&fields.combined(name)?)
}

/// Whether the `Range` of a request counts: without `If-Range` it does, with it only for the version that it names, by a
/// strong entity tag or by the exact date (RFC 9110 section 13.1.5).
#[must_use]
pub fn range_counts(fields: &Fields, current: &Validators, now: SystemTime) -> bool {
    let Some(value) = fields.combined("If-Range") else { return true };
    // GAP 6 of 9: partial (place 3 of 3)
    // `value` is that of If-Range. Return whether the range counts. An entity tag counts when it equals the
    // current one by the strong comparison. Anything else counts when it is a date, the current date of the
    // last change is a strong one (`is_strong(now)`), and both are the same.
    todo!("gap 6: partial")
}
