//! The response to a request for a representation: 200, 206 or 304, with its fields.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::ops::Range;
use std::time::SystemTime;

use request::{Fields, Method, RequestHead, Status};
use response::ResponseHead;

use crate::coding::Coding;
use crate::content_range::content_range;
use crate::missing::NoRepresentation;
use crate::multipart::{Multipart, boundary};
use crate::preconditions::{Verdict, evaluate, range_counts};
use crate::range::{Selection, parse_ranges, select};
use crate::refusal::Refusal;
use crate::representation::Representation;
use crate::source::{Content, Piece};
use crate::validators::Validators;

/// A response: its head, and the content to send after it.
///
/// The head lacks `Date`, and what belongs to the connection and the framing: hand `length` to the layer that writes
/// them.
#[derive(Debug)]
pub struct Response {
    /// The head.
    pub head: ResponseHead,
    /// How many octets of content belong to the head. The response to HEAD has the length of that to GET.
    pub length: u64,
    /// The content to send: `length` octets, or none in the response to HEAD.
    pub content: Content,
}

impl Response {
    /// A response without fields and content.
    #[must_use]
    pub fn new(status: Status) -> Self {
        Self { head: ResponseHead::new(status), length: 0, content: Content::empty() }
    }

    /// The same with this content.
    #[must_use]
    pub fn with_content(self, content: Content) -> Self {
        Self { length: content.length(), content, ..self }
    }

    /// The response to a request of that method: to HEAD it has no content.
    #[must_use]
    pub fn to(mut self, method: &Method) -> Self {
        if *method == Method::Head {
            self.content = Content::empty();
        }
        self
    }

    /// Sets a field. A value that cannot be sent is left out: all come from here, or were made fit for it.
    fn set(&mut self, name: &str, value: impl AsRef<[u8]>) {
        let _ = self.head.fields.set(name, value);
    }
}

/// The response with a representation, or with less of it where the client has it already, or asks for parts.
///
/// `now` is the time of the response: its `Date` must not be earlier.
///
/// # Errors
///
/// Why the representation is not sent: another method than GET and HEAD, a precondition, no acceptable coding, ranges of
/// which none is there, octets that cannot be read.
pub fn respond(
    request: &RequestHead,
    representation: Representation,
    now: SystemTime,
) -> Result<Response, NoRepresentation> {
    let RequestHead { method, fields, .. } = request;
    NoRepresentation::unless_allowed(method)?;
    let representation = representation.negotiate(request, || None)?;
    let response = match evaluate(method, fields, Some(&representation.validators)) {
        Verdict::NotModified => {
            let mut response = Response::new(Status::NOT_MODIFIED);
            response.head.fields = fields_not_modified(&whole(&representation).head.fields);
            response
        }
        Verdict::Failed => {
            return Err(NoRepresentation::PreconditionFailed { negotiated: is_negotiated(&representation) });
        }
        Verdict::Perform => perform(method, fields, in_its_coding(representation)?, now)?,
    };
    Ok(response.to(method))
}

/// Codes what is still to be coded; only now is it known that it will be sent.
fn in_its_coding(mut representation: Representation) -> Result<Representation, Refusal> {
    if representation.to_be_coded {
        representation.source = representation.source.gzipped()?;
        representation.to_be_coded = false;
    }
    Ok(representation)
}

fn perform(
    method: &Method,
    fields: &Fields,
    representation: Representation,
    now: SystemTime,
) -> Result<Response, NoRepresentation> {
    // GAP 1 of 9: perform (place 1 of 4)
    // Send what `selection(…)` says. `Whole` is the response of `whole(…)` with all of the source as its
    // content (`Content::whole`). `Parts` is what `partial(…)` makes. `Unsatisfiable` is no response but the
    // fact `NoRepresentation::NotSatisfiable`, with the length of all and whether the representation was
    // negotiated.
    todo!("gap 1: perform")
}

/// What of the content is asked for. Ranges are for GET only (RFC 9110 section 14.2).
fn selection(method: &Method, fields: &Fields, current: &Validators, length: u64, now: SystemTime) -> Selection {
    let ranges = fields.combined("Range").filter(|_| *method == Method::Get && range_counts(fields, current, now));
    match ranges.and_then(|value| parse_ranges(&value)) {
        Some(ranges) => select(&ranges, length),
        None => Selection::Whole,
    }
}

fn partial(fields: &Fields, representation: Representation, parts: &[Range<u64>]) -> Response {
    // GAP 6 of 9: partial (place 1 of 3)
    // Make 206, with the validators of the whole; Last-Modified not where the client sent If-Range and there
    // is an ETag: then it has that field already. One part: the content fields of the whole, Content-Range, and
    // the part as the only piece. Several: the message is a `Multipart` with a fresh `boundary()`, which
    // gives the media type and the pieces. Content-Range stands in its parts then, and not in the head.
    todo!("gap 6: partial")
}

/// All that is told of a representation that is sent whole.
fn whole(representation: &Representation) -> Response {
    // GAP 1 of 9: perform (place 2 of 4)
    // Make the head of 200: all validators, and the fields of the content with the media type of the
    // representation. Without content, as 304 needs the same fields.
    todo!("gap 1: perform")
}

/// The fields of 304 where those of 200 would be these: what tells the version and how long it may be kept, and nothing
/// about content that is not sent (RFC 9110 section 15.4.5).
#[must_use]
pub fn fields_not_modified(whole: &Fields) -> Fields {
    let tells = if whole.get("ETag").is_some() { "ETag" } else { "Last-Modified" };
    let kept = [tells, "Cache-Control", "Content-Location", "Expires", "Vary"];
    let mut fields = Fields::new();
    for field in whole.iter().filter(|field| kept.iter().any(|name| field.is(name))) {
        // What was a field is one again.
        let _ = fields.push(field.name(), field.value());
    }
    fields
}

fn set_validators(response: &mut Response, representation: &Representation, with_date: bool) {
    // GAP 1 of 9: perform (place 3 of 4)
    // Set what tells one version from another, and how long it may be kept: ETag and Last-Modified
    // (`to_value()`), the latter only `with_date`; Cache-Control; and Vary with Accept-Encoding if the
    // representation `is_negotiated`. Each only where there is such a value.
    todo!("gap 1: perform")
}

/// Whether the choice of the representation depends on `Accept-Encoding`: then caches have to know (RFC 9110 section 12.5.5).
fn is_negotiated(representation: &Representation) -> bool {
    representation.negotiated
}

fn set_content_fields(response: &mut Response, representation: &Representation, media_type: &str) {
    // GAP 1 of 9: perform (place 4 of 4)
    // Set what describes the content: Accept-Ranges with `bytes`, Content-Type, and Content-Encoding with the
    // name of the coding, unless that is the identity.
    todo!("gap 1: perform")
}
