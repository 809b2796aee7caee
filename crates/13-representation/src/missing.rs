//! Why a request gets no representation: facts, of which a server makes its response.

use request::{Fields, Method, Status};

use crate::cache_control::CacheControl;
use crate::content_range::unsatisfied_range;
use crate::refusal::Refusal;

/// The methods of every resource here.
const ALLOWED: [Method; 2] = [Method::Get, Method::Head];

/// Why a request gets no representation.
///
/// [`status`](Self::status) and [`fields`](Self::fields) are what the response must say; what people read in it is the
/// server's.
#[derive(Debug)]
pub enum NoRepresentation {
    /// It is the path of a directory without its slash.
    Moved {
        /// The path with the slash, and the query.
        location: String,
        /// How long caches may keep the redirect.
        cache_control: CacheControl,
    },
    /// As above, but with the slash the URI would be longer than is read here.
    LocationTooLong,
    /// The method is neither GET nor HEAD.
    NotAllowed,
    /// The client accepts none of the codings that there are.
    NotAcceptable,
    /// A precondition does not hold.
    PreconditionFailed {
        /// Whether `Accept-Encoding` had a say in the choice of the representation.
        negotiated: bool,
    },
    /// None of the octets that are asked for is there.
    NotSatisfiable {
        /// How many octets there are.
        length: u64,
        /// Whether `Accept-Encoding` had a say in the choice of the representation.
        negotiated: bool,
    },
    /// The folder has no file for it.
    Refused(Refusal),
}

impl NoRepresentation {
    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::Moved { .. } => Status::MOVED_PERMANENTLY,
            Self::LocationTooLong => Status::URI_TOO_LONG,
            Self::NotAllowed => Status::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => Status::NOT_ACCEPTABLE,
            Self::PreconditionFailed { .. } => Status::PRECONDITION_FAILED,
            Self::NotSatisfiable { .. } => Status::RANGE_NOT_SATISFIABLE,
            Self::Refused(refusal) => refusal.status(),
        }
    }

    /// The fields that the response needs beside those about its content.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut fields = Fields::new();
        // All values are made here, or fit for a field by their types.
        let mut set = |name: &str, value: &str| _ = fields.set(name, value);
        match self {
            Self::Moved { location, cache_control } => {
                set("Location", location);
                set("Cache-Control", cache_control.as_str());
            }
            Self::NotAllowed => set("Allow", &ALLOWED.map(|method| method.as_str().to_owned()).join(", ")),
            Self::NotAcceptable => set("Vary", "Accept-Encoding"),
            Self::NotSatisfiable { length, .. } => set("Content-Range", &unsatisfied_range(*length)),
            Self::Refused(refusal) if refusal.status() == Status::SERVICE_UNAVAILABLE => set("Retry-After", "1"),
            Self::LocationTooLong | Self::PreconditionFailed { .. } | Self::Refused(_) => {}
        }
        if let Self::PreconditionFailed { negotiated: true } | Self::NotSatisfiable { negotiated: true, .. } = self {
            set("Vary", "Accept-Encoding");
        }
        fields
    }

    /// Nothing, for a method that every resource has.
    pub(crate) fn unless_allowed(method: &Method) -> Result<(), Self> {
        if ALLOWED.contains(method) { Ok(()) } else { Err(Self::NotAllowed) }
    }
}

impl From<Refusal> for NoRepresentation {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
