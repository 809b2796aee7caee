//! The request methods (RFC 9110 section 9).

use std::fmt::{self, Display};

use crate::syntax;

/// What a request asks for. Methods are case-sensitive: `get` is an unknown one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Method {
    /// Transfer the resource's current representation.
    Get,
    /// The same as GET, without the content of the response.
    Head,
    /// Process the content of the request.
    Post,
    /// Replace the resource's representation by the content.
    Put,
    /// Remove the resource's representation.
    Delete,
    /// Establish a tunnel.
    Connect,
    /// Describe what can be done with the resource.
    Options,
    /// Send the request back.
    Trace,
    /// A method that RFC 9110 does not define.
    Extension(Extension),
}

/// The name of a method that RFC 9110 does not define; a token.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Extension(Box<str>);

impl Method {
    /// The methods of RFC 9110.
    pub const KNOWN: [Self; 8] =
        [Self::Get, Self::Head, Self::Post, Self::Put, Self::Delete, Self::Connect, Self::Options, Self::Trace];

    /// The method of that name; `None` when the name is no token.
    #[must_use]
    pub fn new(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"GET" => Self::Get,
            b"HEAD" => Self::Head,
            b"POST" => Self::Post,
            b"PUT" => Self::Put,
            b"DELETE" => Self::Delete,
            b"CONNECT" => Self::Connect,
            b"OPTIONS" => Self::Options,
            b"TRACE" => Self::Trace,
            _ if syntax::is_token(name) => Self::Extension(Extension(syntax::ascii(name).into())),
            _ => return None,
        })
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Connect => "CONNECT",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
            Self::Extension(Extension(name)) => name,
        }
    }

    /// Whether RFC 9110 defines it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Extension(_))
    }

    /// Whether it asks for nothing to be changed (RFC 9110 section 9.2.1).
    #[must_use]
    pub fn is_safe(&self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Options | Self::Trace)
    }

    /// Whether sending it twice means the same as sending it once (RFC 9110 section 9.2.2).
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        self.is_safe() || matches!(self, Self::Put | Self::Delete)
    }
}

impl Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
