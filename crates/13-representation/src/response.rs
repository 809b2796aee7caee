//! The response to a request for a representation: 200, 206 or 304, with its fields.

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
        // ANCHOR: code
        representation.source = representation.source.gzipped()?;
        // ANCHOR_END: code
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
    // ANCHOR: perform
    let length = representation.source.length();
    match selection(method, fields, &representation.validators, length, now) {
        Selection::Whole => Ok(whole(&representation).with_content(Content::whole(representation.source))),
        Selection::Parts(parts) => Ok(partial(fields, representation, &parts)),
        Selection::Unsatisfiable => {
            Err(NoRepresentation::NotSatisfiable { length, negotiated: is_negotiated(&representation) })
        }
    }
    // ANCHOR_END: perform
}

/// What of the content is asked for. Ranges are for GET only (RFC 9110 section 14.2).
fn selection(method: &Method, fields: &Fields, current: &Validators, length: u64, now: SystemTime) -> Selection {
    // ANCHOR: selection
    let ranges = fields.combined("Range").filter(|_| *method == Method::Get && range_counts(fields, current, now));
    match ranges.and_then(|value| parse_ranges(&value)) {
        Some(ranges) => select(&ranges, length),
        None => Selection::Whole,
    }
    // ANCHOR_END: selection
}

fn partial(fields: &Fields, representation: Representation, parts: &[Range<u64>]) -> Response {
    // ANCHOR: partial
    let mut response = Response::new(Status::PARTIAL_CONTENT);
    let length = representation.source.length();
    // Who sends If-Range has the other fields already (RFC 9110 section 15.3.7).
    let has_fields = representation.validators.etag.is_some() && fields.get("If-Range").is_some();
    set_validators(&mut response, &representation, !has_fields);
    let pieces = if let [part] = parts {
        set_content_fields(&mut response, &representation, &representation.media_type);
        response.set("Content-Range", content_range(part, length));
        vec![Piece::Part(part.clone())]
    } else {
        let boundary = boundary();
        let multipart = Multipart { boundary: &boundary, media_type: &representation.media_type, length };
        set_content_fields(&mut response, &representation, &multipart.media_type());
        multipart.pieces(parts)
    };
    response.with_content(Content::new(representation.source, pieces))
    // ANCHOR_END: partial
}

/// All that is told of a representation that is sent whole.
fn whole(representation: &Representation) -> Response {
    // ANCHOR: whole
    let mut response = Response::new(Status::OK);
    set_validators(&mut response, representation, true);
    set_content_fields(&mut response, representation, &representation.media_type);
    response
    // ANCHOR_END: whole
}

/// The fields of 304 where those of 200 would be these: what tells the version and how long it may be kept, and nothing
/// about content that is not sent (RFC 9110 section 15.4.5).
#[must_use]
pub fn fields_not_modified(whole: &Fields) -> Fields {
    // ANCHOR: not_modified
    let tells = if whole.get("ETag").is_some() { "ETag" } else { "Last-Modified" };
    let kept = [tells, "Cache-Control", "Content-Location", "Expires", "Vary"];
    let mut fields = Fields::new();
    for field in whole.iter().filter(|field| kept.iter().any(|name| field.is(name))) {
        // What was a field is one again.
        let _ = fields.push(field.name(), field.value());
    }
    fields
    // ANCHOR_END: not_modified
}

fn set_validators(response: &mut Response, representation: &Representation, with_date: bool) {
    // ANCHOR: set_validators
    if let Some(etag) = &representation.validators.etag {
        response.set("ETag", etag.to_value());
    }
    if let Some(modified) = representation.validators.last_modified.filter(|_| with_date) {
        response.set("Last-Modified", modified.to_value());
    }
    if let Some(cache_control) = &representation.cache_control {
        response.set("Cache-Control", cache_control.as_str());
    }
    if is_negotiated(representation) {
        response.set("Vary", "Accept-Encoding");
    }
    // ANCHOR_END: set_validators
}

/// Whether the choice of the representation depends on `Accept-Encoding`: then caches have to know (RFC 9110 section 12.5.5).
fn is_negotiated(representation: &Representation) -> bool {
    // ANCHOR: vary
    representation.negotiated
    // ANCHOR_END: vary
}

fn set_content_fields(response: &mut Response, representation: &Representation, media_type: &str) {
    // ANCHOR: content_fields
    response.set("Accept-Ranges", "bytes");
    response.set("Content-Type", media_type);
    if representation.coding != Coding::Identity {
        response.set("Content-Encoding", representation.coding.name());
    }
    // ANCHOR_END: content_fields
}
