//! The head of a request: request line and fields (RFC 9112 section 3).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

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
        self.target.authority().or_else(|| host::named_in(&self.fields))
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
        // GAP 1 of 7: push (place 3 of 3)
        // Append the head to `out`: the request line, with its line end, then the fields. Whatever version
        // `self` has, the one that is sent is that of this program, HTTP/1.1. Methods, targets and versions
        // can be formatted.
        todo!("gap 1: push")
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
    // GAP 3 of 7: request_line (place 3 of 3)
    // Read the three parts that `split` finds, with `Version::parse`, `Method::new` and `Target::parse`.
    // A version that this server does not know counts first: the rest of such a message may mean
    // something else. A method that is not one is MethodInvalid at 0. The errors of the version and of the
    // target count from their own first octet: make them count from that of the line.
    todo!("gap 3: request_line")
}

/// Which part of a request line that begins like this is above its own limit, whatever comes after it.
pub(crate) fn part_too_long(beginning: &[u8], limits: &Limits) -> Option<Error> {
    // GAP 7 of 7: limits (place 2 of 2)
    // `beginning` is what has come of the request line. Say it when its method has more octets than
    // `limits.method` (MethodTooLong, at the first octet that is too much), or, after a method and a space,
    // its target more than `limits.target` (TargetTooLong, at the same place in the target). `None` when
    // neither can be said yet. The starter never says it. This is asked again with each piece of a line, so a
    // look that goes through all octets of a long target each time is too slow.
    None
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
    // GAP 3 of 7: request_line (place 1 of 3)
    // Split the line at its two spaces: method SP target SP version. Exactly one space each.
    // The method is a token (`syntax::token_length`), the target is not empty.
    // What the parts mean is looked at elsewhere. Errors: MethodInvalid, PartMissing, ExtraSpace
    // (of `ErrorKind`), with an offset in `line`; which octet of it says most is for you to choose.
    todo!("gap 3: request_line")
}
