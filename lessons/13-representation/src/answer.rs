//! The answer to a request for a representation: 200, 206, 304, 412 or 416, with its fields.

use std::borrow::Cow;
use std::io;
use std::ops::{Range, RangeInclusive};
use std::time::SystemTime;

use request::{Fields, Method, RequestHead, Status};
use response::ResponseHead;

use crate::cache_control::CacheControl;
use crate::coding::{Coding, choose, weight};
use crate::content_range::{content_range, unsatisfied_range};
use crate::etag::EntityTag;
use crate::media_type::{GZIP, is_compressible};
use crate::multipart::{Multipart, boundary};
use crate::pages::{method_not_allowed, page};
use crate::preconditions::{Verdict, evaluate, range_counts};
use crate::range::{Selection, parse_ranges, select};
use crate::refusal::Refusal;
use crate::source::{Content, Piece, Source};
use crate::validators::Validators;

/// What is compressed for one answer. Below, nothing is gained; above, it would take too much memory and time: put a
/// compressed file beside it.
const COMPRESSED_HERE: RangeInclusive<u64> = 128..=1024 * 1024;

/// An answer: its head, and the content to send behind it.
///
/// The head lacks `Date`, and what belongs to the connection and the framing: hand `length` to the layer that writes
/// them.
#[derive(Debug)]
pub struct Answer {
    /// The head.
    pub head: ResponseHead,
    /// How many octets of content belong to the head. The answer to HEAD has the length of the answer to GET.
    pub length: u64,
    /// The content to send: `length` octets, or none in the answer to HEAD.
    pub content: Content,
    /// Why there is no better answer, for those who run the server.
    pub why: Option<Refusal>,
}

impl Answer {
    /// An answer without fields and content.
    #[must_use]
    pub fn new(status: Status) -> Self {
        Self { head: ResponseHead::new(status), length: 0, content: Content::empty(), why: None }
    }

    /// The same with this content.
    #[must_use]
    pub fn with_content(self, content: Content) -> Self {
        Self { length: content.length(), content, ..self }
    }

    /// Sets a field. A value that cannot be sent is left out: all come from here, or were made fit for it.
    pub fn set(&mut self, name: &str, value: impl AsRef<[u8]>) {
        let _ = self.head.fields.set(name, value);
    }

    /// The answer to a request of that method: to HEAD it has no content.
    #[must_use]
    pub fn to(mut self, method: &Method) -> Self {
        if *method == Method::Head {
            self.content = Content::empty();
        }
        self
    }
}

/// One representation of a resource.
#[derive(Debug)]
pub struct Representation {
    /// Its media type.
    pub media_type: Cow<'static, str>,
    /// What tells this version from others.
    pub validators: Validators,
    /// How the content is coded.
    pub coding: Coding,
    /// Whether `Accept-Encoding` had a say in its choice.
    pub negotiated: bool,
    /// Its octets.
    pub source: Source,
    /// Whether the octets have still to be coded.
    pub to_be_coded: bool,
    /// What caches may do with it, where something is said about that.
    pub cache_control: Option<CacheControl>,
}

impl Representation {
    /// A representation in memory, with an entity tag made from its octets.
    #[must_use]
    pub fn page(media_type: impl Into<Cow<'static, str>>, octets: impl Into<Page>) -> Self {
        let Page(octets) = octets.into();
        let validators = Validators::with_etag(EntityTag::of(&octets));
        Self::new(media_type, validators, Source::Octets(octets))
    }

    /// A representation that is not coded.
    #[must_use]
    pub fn new(media_type: impl Into<Cow<'static, str>>, validators: Validators, source: Source) -> Self {
        Self {
            media_type: media_type.into(),
            validators,
            coding: Coding::Identity,
            negotiated: false,
            source,
            to_be_coded: false,
            cache_control: None,
        }
    }

    /// The same for octets that are what gzip makes of that media type. Who does not accept gzip gets them as what they
    /// are without it: a compressed file.
    #[must_use]
    pub fn compressed(mut self, request: &RequestHead) -> Self {
        let value = request.fields.combined("Accept-Encoding");
        let is_accepted = value.is_none_or(|value| weight(&value, Coding::Gzip).is_some_and(|weight| weight > 0));
        self.negotiated = true;
        if is_accepted {
            return self.coded();
        }
        self.media_type = GZIP.into();
        self
    }

    /// The same with what caches may do with it.
    #[must_use]
    pub fn cached(self, cache_control: &CacheControl) -> Self {
        Self { cache_control: Some(cache_control.clone()), ..self }
    }

    /// Chooses the coding that the client prefers, where this kind of content gains by one. `precompressed` opens the
    /// compressed octets with their validators, if somebody has made them.
    ///
    /// # Errors
    ///
    /// The answer 406, when the client accepts none of what there is.
    pub fn negotiate(
        mut self,
        request: &RequestHead,
        precompressed: impl FnOnce() -> Option<(Source, Validators)>,
    ) -> Result<Self, Box<Answer>> {
        if self.coding != Coding::Identity || !is_compressible(&self.media_type) {
            return Ok(self);
        }
        self.negotiated = true;
        let coding = choose(&request.fields);
        if coding == Some(Coding::Gzip)
            && let Some((source, validators)) = precompressed()
        {
            self.source = source;
            self.validators = validators;
            return Ok(self.coded());
        }
        match coding {
            Some(Coding::Identity) => Ok(self),
            Some(Coding::Gzip) if COMPRESSED_HERE.contains(&self.source.length()) => {
                self.to_be_coded = true;
                Ok(self.coded())
            }
            Some(Coding::Gzip) if !is_refused(Coding::Identity, &request.fields) => Ok(self),
            _ => Err(Box::new(not_acceptable().to(&request.method))),
        }
    }

    /// The same, in gzip, and so with another entity tag.
    fn coded(mut self) -> Self {
        self.coding = Coding::Gzip;
        self.validators.etag = self.validators.etag.map(|etag| etag.coded(Coding::Gzip.name()));
        self
    }
}

/// Octets that may be text.
#[derive(Debug)]
pub struct Page(Cow<'static, [u8]>);

impl From<&'static str> for Page {
    fn from(text: &'static str) -> Self {
        Self(text.as_bytes().into())
    }
}

impl From<String> for Page {
    fn from(text: String) -> Self {
        Self(text.into_bytes().into())
    }
}

impl From<&'static [u8]> for Page {
    fn from(octets: &'static [u8]) -> Self {
        Self(octets.into())
    }
}

impl From<Vec<u8>> for Page {
    fn from(octets: Vec<u8>) -> Self {
        Self(octets.into())
    }
}

fn is_refused(coding: Coding, fields: &Fields) -> bool {
    fields.combined("Accept-Encoding").is_some_and(|value| weight(&value, coding) == Some(0))
}

fn not_acceptable() -> Answer {
    let text = "There is no version of this in a coding that the request accepts. \
                It can be had without a coding (<code>identity</code>), and mostly with <code>gzip</code>.";
    let mut answer = page(Status::NOT_ACCEPTABLE, text);
    answer.set("Vary", "Accept-Encoding");
    answer
}

/// Answers a request with a representation, or with less where the client has it already, or asks for parts of it.
///
/// Methods other than GET and HEAD get 405. `now` is the time of the answer: its `Date` must not be earlier.
#[must_use]
pub fn answer(request: &RequestHead, representation: Representation, now: SystemTime) -> Answer {
    let RequestHead { method, fields, .. } = request;
    if !matches!(method, Method::Get | Method::Head) {
        return method_not_allowed(method, "GET, HEAD");
    }
    let answer = match evaluate(method, fields, Some(&representation.validators)) {
        Verdict::NotModified => not_modified(&representation),
        Verdict::Failed => precondition_failed(&representation),
        Verdict::Perform => match content_of(representation) {
            Ok(representation) => perform(method, fields, representation, now),
            Err(error) => page(Status::INTERNAL_SERVER_ERROR, &format!("The content cannot be read: {error}.")),
        },
    };
    answer.to(method)
}

/// Codes what is still to be coded; only now is it known that it will be sent.
fn content_of(mut representation: Representation) -> io::Result<Representation> {
    if representation.to_be_coded {
        representation.source = representation.source.gzipped()?;
        representation.to_be_coded = false;
    }
    Ok(representation)
}

fn perform(method: &Method, fields: &Fields, representation: Representation, now: SystemTime) -> Answer {
    let length = representation.source.length();
    match selection(method, fields, &representation.validators, length, now) {
        Selection::Whole => {
            let mut answer = Answer::new(Status::OK);
            set_validators(&mut answer, &representation, true);
            set_content_fields(&mut answer, &representation, &representation.media_type);
            answer.with_content(Content::whole(representation.source))
        }
        Selection::Parts(parts) => partial(fields, representation, &parts),
        Selection::Unsatisfiable => {
            let text = format!("None of the requested octets is there: the content has {length} of them.");
            let mut answer = page(Status::RANGE_NOT_SATISFIABLE, &text);
            answer.set("Content-Range", unsatisfied_range(length));
            set_vary(&mut answer, &representation);
            answer
        }
    }
}

/// What of the content is asked for. Ranges are for GET only (RFC 9110 section 14.2).
fn selection(method: &Method, fields: &Fields, current: &Validators, length: u64, now: SystemTime) -> Selection {
    let ranges = fields.combined("Range").filter(|_| *method == Method::Get && range_counts(fields, current, now));
    match ranges.and_then(|value| parse_ranges(&value)) {
        Some(ranges) => select(&ranges, length),
        None => Selection::Whole,
    }
}

fn partial(fields: &Fields, representation: Representation, parts: &[Range<u64>]) -> Answer {
    let mut answer = Answer::new(Status::PARTIAL_CONTENT);
    let length = representation.source.length();
    // Who sends If-Range has the other fields already (RFC 9110 section 15.3.7).
    let has_fields = representation.validators.etag.is_some() && fields.get("If-Range").is_some();
    set_validators(&mut answer, &representation, !has_fields);
    let pieces = if let [part] = parts {
        set_content_fields(&mut answer, &representation, &representation.media_type);
        answer.set("Content-Range", content_range(part, length));
        vec![Piece::Part(part.clone())]
    } else {
        let boundary = boundary();
        let multipart = Multipart { boundary: &boundary, media_type: &representation.media_type, length };
        set_content_fields(&mut answer, &representation, &multipart.media_type());
        multipart.pieces(parts)
    };
    answer.with_content(Content::new(representation.source, pieces))
}

/// 304: what tells the version, and nothing about content that is not sent (RFC 9110 section 15.4.5).
fn not_modified(representation: &Representation) -> Answer {
    let mut answer = Answer::new(Status::NOT_MODIFIED);
    set_validators(&mut answer, representation, representation.validators.etag.is_none());
    answer
}

fn precondition_failed(representation: &Representation) -> Answer {
    let text = "What is here is not the version that the request was made for. Ask for it again without conditions.";
    let mut answer = page(Status::PRECONDITION_FAILED, text);
    set_vary(&mut answer, representation);
    answer
}

fn set_validators(answer: &mut Answer, representation: &Representation, with_date: bool) {
    if let Some(etag) = &representation.validators.etag {
        answer.set("ETag", etag.to_value());
    }
    if let Some(modified) = representation.validators.last_modified.filter(|_| with_date) {
        answer.set("Last-Modified", modified.to_value());
    }
    if let Some(cache_control) = &representation.cache_control {
        answer.set("Cache-Control", cache_control.as_str());
    }
    set_vary(answer, representation);
}

fn set_vary(answer: &mut Answer, representation: &Representation) {
    if representation.negotiated {
        answer.set("Vary", "Accept-Encoding");
    }
}

fn set_content_fields(answer: &mut Answer, representation: &Representation, media_type: &str) {
    answer.set("Accept-Ranges", "bytes");
    answer.set("Content-Type", media_type);
    if representation.coding != Coding::Identity {
        answer.set("Content-Encoding", representation.coding.name());
    }
}
