//! What a handler cannot do, as a response.

use std::error::Error as StdError;
use std::fmt::{self, Display};
use std::io;

use page::html;
use request::{Fields, InvalidField, Status};

use crate::fields::{add, keep_private};

/// Why a request gets no better response: a status, and a page that says what is wrong and what to do.
///
/// Every other error becomes one with `?`: status 500, a page that tells nothing about the inside of the server, and a
/// line on standard error that does.
///
/// ```
/// use responder::{Error, Response, Status};
///
/// fn square(number: &str) -> Result<Response<'static>, Error> {
///     let number: u32 = number.parse().map_err(|_| Error::new(Status::BAD_REQUEST, "Ask for a number."))?;
///     Ok(Response::text((u64::from(number) * u64::from(number)).to_string()))
/// }
/// assert_eq!(square("twelve").err().unwrap().status(), Status::BAD_REQUEST);
/// ```
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    status: Status,
    /// What the page says, in HTML.
    text: String,
    fields: Fields,
    cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error with this status. The text is for people; it is shown as text, whatever stands in it.
    #[must_use]
    pub fn new(status: Status, text: impl Into<String>) -> Self {
        Self::page(status, html(&text.into()))
    }

    /// The same with a text in HTML.
    pub(crate) fn page(status: Status, text: impl Into<String>) -> Self {
        Self(Box::new(Inner { status, text: text.into(), fields: Fields::new(), cause: None }))
    }

    /// 401: the client has to say who asks, or what it said is wrong. It is asked for a name and a password (RFC 9110
    /// section 15.5.2, RFC 7617); `realm` names what the credentials are good for. Only printable ASCII
    /// is left of it.
    #[must_use]
    pub fn unauthorized(realm: &str) -> Self {
        let mut quoted = String::new();
        for c in realm.chars().filter(|c| matches!(c, ' '..='~')) {
            if matches!(c, '"' | '\\') {
                quoted.push('\\');
            }
            quoted.push(c);
        }
        let error = Self::page(Status::UNAUTHORIZED, page::WHO_ASKS);
        let challenge = format!("Basic realm=\"{quoted}\", charset=\"UTF-8\"");
        error.field("WWW-Authenticate", challenge).unwrap_or_else(Self::from)
    }

    /// 403: the request is understood and refused; whoever asks is known, and that is not enough (RFC 9110 section 15.5.4).
    #[must_use]
    pub fn forbidden(text: impl Into<String>) -> Self {
        Self::new(Status::FORBIDDEN, text)
    }

    /// What was made for one client is kept by no cache for others, unless the handler says what else holds.
    pub(crate) fn private(mut self) -> Self {
        keep_private(&mut self.0.fields);
        self
    }

    /// Adds a field to the response.
    ///
    /// # Errors
    ///
    /// When it is none that may be sent.
    pub fn field(mut self, name: &str, value: impl AsRef<[u8]>) -> Result<Self, InvalidField> {
        add(&mut self.0.fields, name, value)?;
        Ok(self)
    }

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> Status {
        self.0.status
    }

    /// What went wrong inside, for those who run the server.
    #[must_use]
    pub fn cause(&self) -> Option<&(dyn StdError + Send + Sync)> {
        self.0.cause.as_deref()
    }

    /// Why what came cannot be taken for a request.
    pub(crate) fn refusal(error: &connection::RequestError) -> Self {
        let status = error.status();
        Self::page(status, page::refusal(error.what(), None, error.section(), status.code()))
    }

    /// A precondition of the request does not hold.
    pub(crate) fn condition_failed() -> Self {
        Self::page(Status::PRECONDITION_FAILED, page::NOT_CURRENT)
    }

    /// The response that it is: its status, the text of its page, and its fields.
    pub(crate) fn into_parts(self) -> (Status, String, Fields) {
        let Inner { status, text, fields, .. } = *self.0;
        (status, text, fields)
    }
}

impl<E> From<E> for Error
where
    E: StdError + Send + Sync + 'static,
{
    fn from(error: E) -> Self {
        let cause: Box<dyn StdError + Send + Sync> = Box::new(error);
        // Content that cannot be read knows its own response; reading wrapped it for the sake of `Read`.
        let cause = match cause.downcast::<io::Error>() {
            Ok(error) => match error.downcast::<Carried>() {
                Ok(Carried(error)) => return error,
                Err(error) => error.into(),
            },
            Err(cause) => cause,
        };
        let mut error =
            Self::new(Status::INTERNAL_SERVER_ERROR, "The server failed at this request. It can be tried again.");
        error.0.cause = Some(cause);
        error
    }
}

/// An error on its way through an [`io::Error`].
#[derive(Debug)]
struct Carried(Error);

impl Display for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.0.status();
        write!(f, "{status} {}", status.reason())
    }
}

impl StdError for Carried {}

impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        Self::other(Carried(error))
    }
}
