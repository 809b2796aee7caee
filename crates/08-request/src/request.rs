//! The head of a request: request line and fields (RFC 9112 section 3).

use crate::authority::Authority;
use crate::error::{Error, ErrorKind};
use crate::fields::Fields;
use crate::host;
use crate::limits::Limits;
use crate::method::Method;
use crate::syntax;
use crate::target::Target;
use crate::version::Version;

/// The head of a request. One that was received keeps all rules of RFC 9112 sections 2 to 5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestHead {
    /// What is asked for.
    pub method: Method,
    /// What it is asked of.
    pub target: Target,
    /// The client's version.
    pub version: Version,
    /// The header section.
    pub fields: Fields,
}

/// A request line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestLine {
    method: Method,
    target: Target,
    version: Version,
}

/// The three parts of a request line, not yet looked into.
struct Parts<'a> {
    method: &'a [u8],
    target: &'a [u8],
    version: &'a [u8],
}

impl RequestHead {
    /// The request that a client sends to the server of an absolute URI, with Host as its first field.
    ///
    /// `None` when `uri` is not absolute.
    #[must_use]
    pub fn to(method: Method, uri: &Target) -> Option<Self> {
        let target = uri.to_send(&method)?;
        let mut fields = Fields::new();
        fields.push("Host", uri.authority()?.as_str()).ok()?;
        Some(Self { method, target, version: Version::HTTP_11, fields })
    }

    /// The host and port that the request is for: those of its target, if it names any, else those of the Host field
    /// (RFC 9112 sections 3.2.2 and 3.3). `None` when neither does: the server may take the request for its default host.
    #[must_use]
    pub fn authority(&self) -> Option<Authority<'_>> {
        // ANCHOR: authority
        self.target.authority().or_else(|| host::named_in(&self.fields))
        // ANCHOR_END: authority
    }

    /// The target URI (RFC 9112 section 3.3), for a connection of this scheme and a server of this default host.
    #[must_use]
    pub fn target_uri(&self, scheme: &str, default_host: &str) -> String {
        if self.target.scheme().is_some() {
            return self.target.as_str().to_owned();
        }
        let authority = self.authority().map_or(default_host, |authority| authority.as_str());
        let question = if self.target.query().is_some() { "?" } else { "" };
        format!("{scheme}://{authority}{}{question}{}", self.target.path(), self.target.query().unwrap_or_default())
    }

    /// Writes the head, up to and with the empty line that ends it. The version is ours.
    pub fn encode(&self, out: &mut Vec<u8>) {
        // ANCHOR: encode
        let line = format!("{} {} {}\r\n", self.method, self.target, Version::HTTP_11);
        out.extend_from_slice(line.as_bytes());
        self.fields.encode(out);
        // ANCHOR_END: encode
    }
}

impl RequestLine {
    /// The head with this request line and these fields, which ends with the octet number `end`.
    pub(crate) fn with(self, fields: Fields, end: usize) -> Result<RequestHead, Error> {
        let Self { method, target, version } = self;
        host::check(version, &fields, end)?;
        Ok(RequestHead { method, target, version, fields })
    }
}

/// Reads a request line; offsets of errors count from its beginning. Of several errors the first one counts: that of the
/// three parts, then that of the version, then that of the target.
pub(crate) fn parse_line(line: &[u8]) -> Result<RequestLine, Error> {
    // ANCHOR: parse_line
    let parts = split(line)?;
    let target_at = parts.method.len() + 1;
    let version_at = target_at + parts.target.len() + 1;
    let version = Version::parse(parts.version).map_err(|error| error.after(version_at))?;
    let method = Method::new(parts.method).ok_or(Error::new(ErrorKind::MethodInvalid, 0))?;
    let target = Target::parse(&method, parts.target).map_err(|error| error.after(target_at))?;
    Ok(RequestLine { method, target, version })
    // ANCHOR_END: parse_line
}

/// Which part of a request line that begins like this is above its own limit, whatever comes after it.
pub(crate) fn part_too_long(beginning: &[u8], limits: &Limits) -> Option<Error> {
    // ANCHOR: part_too_long
    let method = syntax::token_length(&beginning[..beginning.len().min(limits.method + 1)]);
    if method > limits.method {
        return Some(Error::new(ErrorKind::MethodTooLong, limits.method));
    }
    let target = beginning.get(method..)?.strip_prefix(b" ").filter(|_| method > 0)?;
    // Only a few octets fit after a target at its limit: it is not looked at again with each octet of a long line.
    let too_long = target.get(..=limits.target).is_some_and(|target| !target.contains(&b' '));
    too_long.then(|| Error::new(ErrorKind::TargetTooLong, method + 1 + limits.target))
    // ANCHOR_END: part_too_long
}

/// What is wrong with a request line that begins like this and is above its limit by one octet.
pub(crate) fn line_too_long(beginning: &[u8]) -> Error {
    let method = syntax::token_length(beginning);
    match beginning.get(method) {
        Some(b' ') if method > 0 => Error::new(ErrorKind::ExtraSpace, beginning.len() - 1),
        _ => Error::new(ErrorKind::MethodInvalid, method),
    }
}

/// Parts a request line at its two spaces.
///
/// RFC 9112 section 3 would allow to take any run of white space for one space. Two programs could then see two different
/// targets in the same line, so exactly one space is taken.
fn split(line: &[u8]) -> Result<Parts<'_>, Error> {
    // ANCHOR: request_line
    let (method, rest) = line.split_at(syntax::token_length(line));
    let rest = match rest {
        [] => return Err(Error::new(ErrorKind::PartMissing, line.len())),
        [b' ', rest @ ..] if !method.is_empty() => rest,
        _ => return Err(Error::new(ErrorKind::MethodInvalid, method.len())),
    };
    let Some(space) = rest.iter().position(|&octet| octet == b' ') else {
        return Err(Error::new(ErrorKind::PartMissing, line.len()));
    };
    let (target, version) = (&rest[..space], &rest[space + 1..]);
    if target.is_empty() {
        return Err(Error::new(ErrorKind::ExtraSpace, method.len() + 1));
    }
    if let Some(extra) = version.iter().position(|&octet| octet == b' ') {
        return Err(Error::new(ErrorKind::ExtraSpace, line.len() - version.len() + extra));
    }
    Ok(Parts { method, target, version })
    // ANCHOR_END: request_line
}
