//! What a handler is asked.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::borrow::Cow;
use std::fmt::{self, Debug};
use std::io::{self, Read};
use std::net::SocketAddr;

use representation::{Validators, Verdict, evaluate};
use request::{Field, Fields, Method, RequestHead, Status};

use crate::cookie;
use crate::credentials::Credentials;
use crate::error::Error;
use crate::path::Parameters;

/// A request: its head, and its content, which is read when the handler reads it.
pub struct Request<'a> {
    pub(crate) head: &'a RequestHead,
    pub(crate) peer: SocketAddr,
    pub(crate) parameters: Parameters<'a>,
    pub(crate) content: RequestContent<'a>,
    /// How much content is read in one piece.
    pub(crate) limit: usize,
}

/// The content of a request, read as it comes.
///
/// Reading it tells a client that waits for `100 (Continue)` to go on. Content that nobody reads is thrown away after the
/// response. An error of reading has its own response: hand it on with `?`.
#[derive(Clone, Copy)]
pub struct RequestContent<'a>(pub(crate) &'a (dyn Source + 'a));

/// Where content comes from.
pub(crate) trait Source {
    fn read(&self, buffer: &mut [u8]) -> io::Result<usize>;
    fn length(&self) -> Option<u64>;
    fn trailers(&self) -> Option<Fields>;
}

impl<'a> Request<'a> {
    /// The whole head.
    #[must_use]
    pub fn head(&self) -> &'a RequestHead {
        self.head
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &'a Method {
        &self.head.method
    }

    /// The path of the target as it came, with its escapes.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.head.target.path()
    }

    /// The values of a name in the target's query, read as a form is.
    pub fn query<'q>(&'q self, name: &'q str) -> impl Iterator<Item = Cow<'a, str>> + 'q {
        let query = self.head.target.query().unwrap_or_default();
        body::form::pairs(query.as_bytes()).filter(move |(n, _)| n == name).map(|(_, value)| value)
    }

    /// The first field line of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<Field<'a>> {
        self.head.fields.get(name)
    }

    /// What stands in the path where the route has `{name}`, without escapes.
    #[must_use]
    pub fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name).unwrap_or_default()
    }

    /// The name and the password that the client gives, in the Basic scheme (RFC 7617). `None` where there are none, or more
    /// than one, or none that can be read: ask for them with [`Error::unauthorized`].
    #[must_use]
    pub fn credentials(&self) -> Option<Credentials> {
        // GAP 5 of 7: credentials (place 3 of 3)
        // Return those of the Authorization field, if there is exactly one, and its value is text (`text()`).
        todo!("gap 5: credentials")
    }

    /// The value of the first cookie of that name, as it came. What a client sends it can have changed.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<Cow<'a, str>> {
        let values = self.head.fields.all("Cookie").map(|field| field.value());
        cookie::find(values, name).map(String::from_utf8_lossy)
    }

    /// From where the request came.
    #[must_use]
    pub fn peer(&self) -> SocketAddr {
        self.peer
    }

    /// Evaluates the preconditions (RFC 9110 section 13) of a request that would change something. `current` is the version
    /// of what there is; without validators where nobody knows it, `None` where there is nothing.
    ///
    /// # Errors
    ///
    /// Status 412 when they do not hold: then nothing may be done.
    pub fn conditions(&self, current: Option<&Validators>) -> Result<(), Error> {
        match evaluate(&self.head.method, &self.head.fields, current) {
            Verdict::Perform => Ok(()),
            Verdict::NotModified | Verdict::Failed => Err(Error::condition_failed()),
        }
    }

    /// The content, to be read piece by piece.
    #[must_use]
    pub fn content(&self) -> RequestContent<'a> {
        self.content
    }

    /// All of the content.
    ///
    /// # Errors
    ///
    /// Status 413 when there is more than [`Settings::content`](crate::Settings::content), and 400 or 408 when it does not
    /// come as it should.
    pub fn octets(&self) -> Result<Vec<u8>, Error> {
        // GAP 3 of 7: octets (place 1 of 2)
        // Read all of `self.content` into one vector, at most `self.limit` octets of it. More is an error with the
        // status CONTENT_TOO_LARGE and a text that says the limit: before anything is read, if the client says
        // the length (`self.content.length()`), and as soon as it is sure otherwise. Never hold more than the
        // limit and one octet. An error of reading has its own response: hand it on.
        todo!("gap 3: octets")
    }

    /// All of the content as text.
    ///
    /// # Errors
    ///
    /// As [`octets`](Self::octets), and 400 when it is not UTF-8.
    pub fn text(&self) -> Result<String, Error> {
        String::from_utf8(self.octets()?)
            .map_err(|error| Error::new(Status::BAD_REQUEST, format!("The content is not text in UTF-8: {error}.")))
    }

    /// The names and values of a form (`application/x-www-form-urlencoded`).
    ///
    /// # Errors
    ///
    /// As [`octets`](Self::octets), and 415 when the content is coded or of another media type.
    pub fn form(&self) -> Result<Vec<(String, String)>, Error> {
        // GAP 3 of 7: octets (place 2 of 2)
        // Return the pairs of a form (`body::form::pairs`). Refuse with UNSUPPORTED_MEDIA_TYPE, and a text that
        // says what is expected, content with a coding (its response says `Accept-Encoding: identity`), and fields
        // that are not of a form (`body::form::is_form`).
        todo!("gap 3: octets")
    }
}

impl RequestContent<'_> {
    /// How many octets there are, if the client has said so in front of them.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.0.length()
    }

    /// The fields after the content, once all of it was read. Whoever could write the content could write these too.
    #[must_use]
    pub fn trailers(&self) -> Option<Fields> {
        self.0.trailers()
    }
}

impl Read for RequestContent<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Debug for Request<'_> {
    /// Without the fields: there may be a password in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RequestHead { method, target, .. } = self.head;
        let mut shown = f.debug_struct("Request");
        shown.field("method", method).field("target", target).field("peer", &self.peer).finish_non_exhaustive()
    }
}

impl Debug for RequestContent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestContent").field("length", &self.length()).finish_non_exhaustive()
    }
}
