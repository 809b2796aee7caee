//! What a handler answers.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::borrow::Cow;
use std::fmt::{self, Debug};
use std::io::{self, Read, Write};

use representation::{
    EntityTag, LastModified, Refusal, Validators, Verdict, evaluate, fields_not_modified, parse_date,
};
use request::syntax::is_target_octet;
use request::{Fields, InvalidField, Method, RequestHead, Status, Target};
use response::ResponseHead;

use crate::cookie::Cookie;
use crate::error::Error;
use crate::fields::{add, keep_private};

/// How much of content that is read while it is sent is read before.
const BEGINNING: usize = 16 * 1024;

/// A response: a status, fields, and content that is there or is made while it is sent.
///
/// How the content is framed, Date and Connection are the server's business and added when it is sent.
///
/// ```
/// use responder::{Response, Status};
///
/// let response = Response::text("You are early.").status(Status::NOT_FOUND).field("Retry-After", "60")?;
/// # Ok::<(), request::InvalidField>(())
/// ```
pub struct Response<'a> {
    pub(crate) head: ResponseHead,
    pub(crate) content: Content<'a>,
    /// Why a folder has no file to send, for the log.
    pub(crate) why: Option<Refusal>,
}

/// Content, and how it is had.
pub(crate) enum Content<'a> {
    Octets(Cow<'a, [u8]>),
    /// With the length that belongs to the head: the response to HEAD has none of the content.
    Stored(representation::Content, u64),
    Reader(Box<dyn Read + 'a>, Option<u64>),
    Writer(WriteContent<'a>),
}

/// Writes content while it is sent.
type WriteContent<'a> = Box<dyn FnOnce(&mut dyn Write) -> io::Result<()> + 'a>;

/// The result of a handler.
pub type HandlerResult<'a> = Result<Response<'a>, Error>;

impl<'a> Response<'a> {
    /// A response without content.
    #[must_use]
    pub fn new(status: Status) -> Self {
        Self { head: ResponseHead::new(status), content: Content::Octets(Cow::Borrowed(&[])), why: None }
    }

    /// Plain text.
    #[must_use]
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::octets("text/plain; charset=utf-8", octets(text.into()))
    }

    /// A page of HTML.
    #[must_use]
    pub fn html(html: impl Into<Cow<'a, str>>) -> Self {
        Self::octets("text/html; charset=utf-8", octets(html.into()))
    }

    /// Content that is there.
    #[must_use]
    pub fn octets(media_type: impl AsRef<[u8]>, octets: impl Into<Cow<'a, [u8]>>) -> Self {
        Self::of(media_type, Content::Octets(octets.into()))
    }

    /// Content that is read while it is sent, never more of it than a piece; so many octets, where that is known.
    ///
    /// When reading fails before anything has been sent, the error is answered. Later the response is broken off, so that the
    /// client does not take it for a whole one.
    #[must_use]
    pub fn reading(media_type: impl AsRef<[u8]>, source: impl Read + 'a, length: Option<u64>) -> Self {
        Self::of(media_type, Content::Reader(Box::new(source), length))
    }

    /// Content that `write` writes while it is sent. What is flushed goes out at once.
    ///
    /// ```
    /// use std::io::Write;
    ///
    /// let rows = responder::Response::writing("text/csv", |out| (0..1000).try_for_each(|n| writeln!(out, "{n},{}", n * n)));
    /// ```
    #[must_use]
    pub fn writing(media_type: impl AsRef<[u8]>, write: impl FnOnce(&mut dyn Write) -> io::Result<()> + 'a) -> Self {
        Self::of(media_type, Content::Writer(Box::new(write)))
    }

    /// Sends the client to another place with GET, as after a form (RFC 9110 section 15.4.4).
    ///
    /// # Errors
    ///
    /// As [`redirect`](Self::redirect).
    pub fn see_other(place: &str) -> Result<Self, Error> {
        Self::redirect(Status::SEE_OTHER, place)
    }

    /// Sends the client to another place: with 301 and 308 for good, with 302, 303 and 307 for this time.
    ///
    /// ```
    /// use responder::{Response, Status};
    ///
    /// assert!(Response::redirect(Status::PERMANENT_REDIRECT, "/new?page=1#top").is_ok());
    /// for place in ["/a\r\nSet-Cookie: b=c", "/a b", "//user@elsewhere/", "http:///", ""] {
    ///     assert!(Response::redirect(Status::FOUND, place).is_err());
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// When the status is another one, or the place is no reference to a URI: what does not fit in one must be escaped. A
    /// place with user information is none either: it shows the name of one server in front of that of another.
    pub fn redirect(status: Status, place: &str) -> Result<Self, Error> {
        let is_redirect = matches!(status.code(), 301 | 302 | 303 | 307 | 308);
        if !is_redirect || !is_reference(place) {
            return Err(io::Error::other(format!("cannot redirect to {place:?} with {status}")).into());
        }
        let content = page::page(status.reason(), &format!("<p>{}</p>", page::elsewhere(place)));
        Ok(Self::html(content).status(status).field("Location", place)?)
    }

    fn of(media_type: impl AsRef<[u8]>, content: Content<'a>) -> Self {
        let mut head = ResponseHead::new(Status::OK);
        // A media type that cannot stand in a field is left out.
        let _ = head.fields.push("Content-Type", media_type);
        Self { head, content, why: None }
    }

    /// Sets the status.
    #[must_use]
    pub fn status(mut self, status: Status) -> Self {
        let mut head = ResponseHead::new(status);
        head.fields = self.head.fields;
        self.head = head;
        self
    }

    /// Adds a field. One that is no list, such as Content-Type, takes the place of the one before.
    ///
    /// # Errors
    ///
    /// When the name is no token, or the value holds what a line cannot hold.
    pub fn field(mut self, name: &str, value: impl AsRef<[u8]>) -> Result<Self, InvalidField> {
        add(&mut self.head.fields, name, value)?;
        Ok(self)
    }

    /// Sets a cookie, beside those that are set already: each has a field of its own, for a comma is no separator there (RFC
    /// 6265 section 3).
    #[must_use]
    pub fn cookie(mut self, cookie: &Cookie) -> Self {
        // What can stand in a cookie can stand in a field.
        let _ = self.head.fields.push("Set-Cookie", cookie.as_str());
        self
    }

    /// What was made for one client is kept by no cache for others, unless the handler says what else holds.
    pub(crate) fn private(mut self) -> Self {
        keep_private(&mut self.head.fields);
        self
    }

    /// Adds fields that were valid elsewhere already.
    pub(crate) fn with_fields(mut self, fields: &Fields) -> Self {
        for field in fields.iter() {
            let _ = add(&mut self.head.fields, field.name(), field.value());
        }
        self
    }

    /// The response to a request with preconditions (RFC 9110 section 13) where this would be the response without them: 304
    /// for what the client has already, 412 for a version that this is not.
    pub(crate) fn on_conditions(self, request: &RequestHead) -> Result<Self, Error> {
        let reads = matches!(request.method, Method::Get | Method::Head);
        let is_condition = |name: &str| name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("If-"));
        let has_conditions = request.fields.iter().any(|field| is_condition(field.name()));
        if !reads || !has_conditions || self.head.status != Status::OK {
            return Ok(self);
        }
        match evaluate(&request.method, &request.fields, Some(&self.validators())) {
            Verdict::Perform => Ok(self),
            Verdict::NotModified => {
                Ok(Self::new(Status::NOT_MODIFIED).with_fields(&fields_not_modified(&self.head.fields)))
            }
            Verdict::Failed => Err(Error::condition_failed()),
        }
    }

    /// What its fields say about its version.
    fn validators(&self) -> Validators {
        let fields = &self.head.fields;
        let etag = fields.get("ETag").and_then(|field| EntityTag::parse(field.value()).map(EntityTag::into_owned));
        let modified = fields.get("Last-Modified").and_then(|field| parse_date(field.value()));
        Validators { etag, last_modified: modified.and_then(|time| LastModified::new(time, time)) }
    }
}

/// Whether text can stand in Location: a URI, or a reference to one from the URI that was asked for.
fn is_reference(place: &str) -> bool {
    let (uri, fragment) = place.split_once('#').unwrap_or((place, ""));
    let octets_are_valid = [uri, fragment].into_iter().flat_map(str::bytes).all(is_target_octet);
    let first_segment = uri.split(['/', '?']).next().unwrap_or_default();
    let authority_is_valid = match uri.strip_prefix("//") {
        Some(authority) => Target::uri(&format!("http://{authority}")).is_ok(),
        // A colon in the first segment ends a scheme.
        None if first_segment.contains(':') => Target::uri(uri).is_ok(),
        None => true,
    };
    !place.is_empty() && octets_are_valid && authority_is_valid
}

impl Content<'_> {
    /// Reads the first octets of content that is read while it is sent: those of the first read, and while `goes_on` says
    /// so, those that can be read without waiting. What goes wrong with them can still be answered, and if they are all,
    /// their number is known.
    ///
    /// # Errors
    ///
    /// When reading them fails.
    pub(crate) fn begun(self, goes_on: impl Fn() -> bool) -> io::Result<Self> {
        // GAP 4 of 7: begun (place 1 of 2)
        // The starter reads nothing before it sends. Only content that is a `Reader` has a beginning to be read:
        // at most BEGINNING octets. Make a read again that a signal interrupted; one that would block ends the
        // beginning, if there are octets; return any other error. After each read: all has come if that was the
        // end, or as many octets as the content has; else read on while there is room and it `goes_on()`. If all
        // has come, and is as long as was said, or empty, it is `Octets`. Else a `Reader`, of the beginning and
        // what the source has after it, with the same length.
        Ok(self)
    }
}

/// A response of the layer below: a file, a part of one, or none because the client has it already.
impl From<representation::Response> for Response<'_> {
    fn from(response: representation::Response) -> Self {
        Self { head: response.head, content: Content::Stored(response.content, response.length), why: None }
    }
}

fn octets(text: Cow<'_, str>) -> Cow<'_, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}

impl Debug for Response<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("head", &self.head).finish_non_exhaustive()
    }
}

impl Error {
    /// The page of an error.
    pub(crate) fn into_response(self) -> Response<'static> {
        let (status, text, fields) = self.into_parts();
        let title = if status.reason().is_empty() { "Error" } else { status.reason() };
        let page = page::page(title, &format!("<p>{text}</p>"));
        Response::html(page).status(status).with_fields(&fields)
    }
}
