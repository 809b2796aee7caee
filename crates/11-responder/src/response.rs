//! What a handler answers.

use std::borrow::Cow;
use std::fmt::{self, Debug};
use std::io::{self, Read, Write};

use message::{Fields, InvalidField, ResponseHead, Status};

use crate::page::HTML;

/// How much of content that is read while it is sent is read before.
const BEGINNING: usize = 16 * 1024;

/// An answer: a status, fields, and content that is there or is made while it is sent.
///
/// How the content is framed, Date and Connection are the server's business and added when it is sent.
///
/// ```
/// use responder::{Response, Status};
///
/// let response = Response::text("You are early.").status(Status::NOT_FOUND).field("Retry-After", "60")?;
/// # Ok::<(), message::InvalidField>(())
/// ```
pub struct Response<'a> {
    pub(crate) head: ResponseHead,
    pub(crate) content: Content<'a>,
}

/// Content, and how it is had.
pub(crate) enum Content<'a> {
    Octets(Cow<'a, [u8]>),
    /// With the length that belongs to the head: the answer to HEAD has none of the content.
    Stored(representation::Content, u64),
    Reader(Box<dyn Read + 'a>, Option<u64>),
    Writer(WriteContent<'a>),
}

/// Writes content while it is sent.
type WriteContent<'a> = Box<dyn FnOnce(&mut dyn Write) -> io::Result<()> + 'a>;

impl<'a> Response<'a> {
    /// An answer without content.
    #[must_use]
    pub fn new(status: Status) -> Self {
        Self { head: ResponseHead::new(status), content: Content::Octets(Cow::Borrowed(&[])) }
    }

    /// Plain text.
    #[must_use]
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::octets("text/plain; charset=utf-8", octets(text.into()))
    }

    /// A page of HTML.
    #[must_use]
    pub fn html(html: impl Into<Cow<'a, str>>) -> Self {
        Self::octets(HTML, octets(html.into()))
    }

    /// Content that is there.
    #[must_use]
    pub fn octets(media_type: impl AsRef<[u8]>, octets: impl Into<Cow<'a, [u8]>>) -> Self {
        Self::of(media_type, Content::Octets(octets.into()))
    }

    /// Content that is read while it is sent, never more of it than a piece; so many octets, where that is known.
    ///
    /// When reading fails before anything has been sent, the error is answered. Later the answer is broken off, so that the
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
    /// When the place cannot stand in a field.
    pub fn see_other(place: &str) -> Result<Self, InvalidField> {
        Self::new(Status::SEE_OTHER).field("Location", place)
    }

    fn of(media_type: impl AsRef<[u8]>, content: Content<'a>) -> Self {
        let mut head = ResponseHead::new(Status::OK);
        // A media type that cannot stand in a field is left out.
        let _ = head.fields.push("Content-Type", media_type);
        Self { head, content }
    }

    /// Sets the status.
    #[must_use]
    pub fn status(mut self, status: Status) -> Self {
        let mut head = ResponseHead::new(status);
        head.fields = self.head.fields;
        self.head = head;
        self
    }

    /// Adds a field.
    ///
    /// # Errors
    ///
    /// When the name is no token, or the value holds what a line cannot hold.
    pub fn field(mut self, name: &str, value: impl AsRef<[u8]>) -> Result<Self, InvalidField> {
        self.head.fields.push(name, value)?;
        Ok(self)
    }

    /// Adds fields that were valid elsewhere already.
    pub(crate) fn with_fields(mut self, fields: &Fields) -> Self {
        for field in fields.iter() {
            let _ = self.head.fields.push(field.name(), field.value());
        }
        self
    }
}

impl Content<'_> {
    /// Reads the first octets of content that is read while it is sent.
    ///
    /// # Errors
    ///
    /// When reading them fails.
    pub(crate) fn begun(self) -> io::Result<Self> {
        let Self::Reader(mut source, length) = self else { return Ok(self) };
        let mut beginning = vec![0; BEGINNING];
        let count = loop {
            match source.read(&mut beginning) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                count => break count?,
            }
        };
        beginning.truncate(count);
        if count == 0 || length == Some(count as u64) {
            return Ok(Self::Octets(beginning.into()));
        }
        Ok(Self::Reader(Box::new(io::Cursor::new(beginning).chain(source)), length))
    }
}

/// An answer of the layer below: a file, a part of one, or none because the client has it already.
impl From<representation::Answer> for Response<'_> {
    fn from(answer: representation::Answer) -> Self {
        Self { head: answer.head, content: Content::Stored(answer.content, answer.length) }
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
