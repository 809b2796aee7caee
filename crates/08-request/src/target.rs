//! The target of a request, in its four forms (RFC 9112 section 3.2).

use std::error;
use std::fmt::{self, Display};

use crate::authority::{Authority, has_valid_escapes};
use crate::error::{Error, ErrorKind};
use crate::method::Method;
use crate::syntax::{ascii, is_target_octet};

/// A request target, or the URI that a client is to ask for.
///
/// The text is kept as it came; nothing is decoded or repaired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    text: Box<str>,
    form: Form,
    /// Where the authority ends. It begins after `://`, or at 0.
    authority_end: usize,
    /// Where the path ends. It begins where the authority ends.
    path_end: usize,
}

/// The four forms of a request target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// `/path?query`: what clients send to a server.
    Origin,
    /// `http://host/path?query`: what clients send to a proxy, and servers must take too.
    Absolute,
    /// `host:port`, with CONNECT only.
    Authority,
    /// `*`, with OPTIONS only: the server as a whole.
    Asterisk,
}

/// A host and port to connect to. Two URLs with the same one are of the same origin, if their schemes agree.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Server {
    /// A name or address, without the brackets of an IPv6 address, in small letters.
    pub host: String,
    /// The port, the scheme's own where the URL names none.
    pub port: u16,
}

/// A URL that no client without TLS can ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvalidUrl {
    /// It is no absolute URI with a host.
    Uri(Error),
    /// It is of this other scheme than `http`.
    Scheme(String),
}

impl Target {
    /// Reads the target of a request with this method.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TargetInvalid`] at the first octet that no target holds ([`is_target_octet`]), or where a path begins
    /// that has a percent sign without two hexadecimal digits after it; [`ErrorKind::TargetForm`] at 0 when its form does not
    /// belong to the method; the errors of its authority, at their place in it ([`Authority::parse`]).
    pub fn parse(method: &Method, text: &[u8]) -> Result<Self, Error> {
        if let Some(at) = text.iter().position(|&octet| !is_target_octet(octet)) {
            return Err(Error::new(ErrorKind::TargetInvalid, at));
        }
        match (method, text) {
            (Method::Connect, _) => Self::authority_form(text),
            (Method::Options, b"*") => Ok(Self::new(text, Form::Asterisk, 0, 0)),
            (_, [b'/', ..]) => Self::with_path(text, Form::Origin, 0),
            _ => Self::absolute_form(text),
        }
    }

    /// Reads an absolute URI, as a client is given it: `http://example.org:8080/path?query`. A fragment is no part of it.
    ///
    /// # Errors
    ///
    /// When it is none, or one without a host, or with user information.
    pub fn uri(text: &str) -> Result<Self, Error> {
        let uri = Self::parse(&Method::Get, text.as_bytes())?;
        if uri.form == Form::Absolute { Ok(uri) } else { Err(Error::new(ErrorKind::TargetForm, 0)) }
    }

    /// Reads a URL of the scheme `http` (RFC 9110 section 4.2.1). Its fragment falls away: that is for the one who reads
    /// the response, and is never sent.
    ///
    /// # Errors
    ///
    /// When it is no such URL.
    pub fn http_url(text: &str) -> Result<Self, InvalidUrl> {
        let text = text.split('#').next().unwrap_or_default();
        // A URL of another scheme may have another form: `mailto:somebody@example.org`.
        match scheme_in_front(text).filter(|scheme| !scheme.eq_ignore_ascii_case("http")) {
            Some(scheme) => Err(InvalidUrl::Scheme(scheme.to_owned())),
            None => Self::uri(text).map_err(InvalidUrl::Uri),
        }
    }

    fn new(text: &[u8], form: Form, authority_end: usize, path_end: usize) -> Self {
        Self { text: ascii(text).into(), form, authority_end, path_end }
    }

    fn with_path(text: &[u8], form: Form, start: usize) -> Result<Self, Error> {
        let end = text.iter().position(|&octet| octet == b'?').unwrap_or(text.len());
        // The query is for whoever reads it: browsers send a percent sign in it as it is.
        if !has_valid_escapes(&text[start..end]) {
            return Err(Error::new(ErrorKind::TargetInvalid, start));
        }
        Ok(Self::new(text, form, start, end))
    }

    fn absolute_form(text: &[u8]) -> Result<Self, Error> {
        let scheme = scheme_in_front(ascii(text)).ok_or(Error::new(ErrorKind::TargetForm, 0))?;
        let start = scheme.len() + "://".len();
        if !text[scheme.len()..].starts_with(b"://") {
            return Err(Error::new(ErrorKind::TargetForm, 0));
        }
        let length = text[start..].iter().take_while(|octet| !b"/?".contains(octet)).count();
        Authority::parse(&text[start..start + length]).map_err(|error| error.after(start))?;
        Self::with_path(text, Form::Absolute, start + length)
    }

    fn authority_form(text: &[u8]) -> Result<Self, Error> {
        match Authority::parse(text) {
            Ok(authority) if authority.port().is_some_and(|port| port > 0) => {
                Ok(Self::new(text, Form::Authority, text.len(), text.len()))
            }
            Ok(_) => Err(Error::new(ErrorKind::TargetForm, 0)),
            Err(error) => Err(error),
        }
    }

    /// Its form.
    #[must_use]
    pub fn form(&self) -> Form {
        self.form
    }

    /// The whole target as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The path, still percent-encoded. An absolute URI's empty path is `/`; other forms have no path.
    #[must_use]
    pub fn path(&self) -> &str {
        let path = &self.text[self.authority_end..self.path_end];
        if path.is_empty() && self.form == Form::Absolute { "/" } else { path }
    }

    /// What stands after the question mark, if there is one.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.text[self.path_end..].strip_prefix('?')
    }

    /// The scheme of an absolute URI, as it was written. Compare with `eq_ignore_ascii_case`.
    #[must_use]
    pub fn scheme(&self) -> Option<&str> {
        if self.form == Form::Absolute { self.text.split_once(':').map(|(scheme, _)| scheme) } else { None }
    }

    /// The host and port of the absolute and authority forms.
    #[must_use]
    pub fn authority(&self) -> Option<Authority<'_>> {
        let start = self.scheme().map_or(0, |scheme| scheme.len() + "://".len());
        Authority::parse(self.text.as_bytes().get(start..self.authority_end)?).ok()
    }

    /// Where a client connects to that asks for this URI. `None` where it names neither host nor port.
    #[must_use]
    pub fn server(&self) -> Option<Server> {
        let authority = self.authority()?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        Some(Server { host, port: authority.port().or(self.default_port())? })
    }

    /// Whether the request is about the server as a whole: OPTIONS with `*`, or with a URI that has neither path nor
    /// query (RFC 9112 section 3.2.4).
    #[must_use]
    pub fn is_server_wide(&self, method: &Method) -> bool {
        let names_no_path = self.form == Form::Absolute && self.authority_end == self.text.len();
        self.form == Form::Asterisk || (*method == Method::Options && names_no_path)
    }

    /// The target that a client sends to the URI's own server: path and query, or `*`, or for CONNECT host and port.
    ///
    /// `None` when this is no absolute URI, or for CONNECT one of a scheme without a port.
    #[must_use]
    pub fn to_send(&self, method: &Method) -> Option<Self> {
        let authority = self.authority().filter(|_| self.form == Form::Absolute)?;
        if *method == Method::Connect {
            let port = authority.port().or(self.default_port())?;
            return Self::authority_form(format!("{}:{port}", authority.host()).as_bytes()).ok();
        }
        if self.is_server_wide(method) {
            return Some(Self::new(b"*", Form::Asterisk, 0, 0));
        }
        let path = self.path();
        let text = path.to_owned() + &self.text[self.path_end..];
        Some(Self::new(text.as_bytes(), Form::Origin, 0, path.len()))
    }

    /// The port of the URI's scheme, for a URI that names none.
    #[must_use]
    pub fn default_port(&self) -> Option<u16> {
        match self.scheme()?.to_ascii_lowercase().as_str() {
            "http" => Some(80),
            "https" => Some(443),
            _ => None,
        }
    }
}

/// The scheme that a text begins with, if a colon follows it (RFC 3986 section 3.1).
fn scheme_in_front(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(&octet));
    is_scheme.then_some(scheme)
}

impl Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port } = self;
        if host.contains(':') { write!(f, "[{host}]:{port}") } else { write!(f, "{host}:{port}") }
    }
}

impl Display for InvalidUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uri(error) => write!(f, "{error}; write http://HOST:PORT/PATH"),
            Self::Scheme(scheme) => write!(f, "this client speaks http without TLS, not {scheme}"),
        }
    }
}

impl error::Error for InvalidUrl {}
