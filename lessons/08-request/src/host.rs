//! Which host a request is for (RFC 9112 sections 3.2 and 3.3).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use crate::authority::Authority;
use crate::error::{Error, ErrorKind};
use crate::fields::Fields;
use crate::version::Version;

/// Checks the Host field of a request whose head, with the empty line at its end, has `end` octets.
///
/// The rule holds for every form of target: what names the host in the end is another question, and a server that is
/// asked in two ways must not have to choose.
///
/// # Errors
///
/// [`ErrorKind::HostRepeated`] at the value of the second one ([`Field::offset`](crate::Field::offset));
/// [`ErrorKind::HostInvalid`] at the value of the only one, when that is neither empty nor a host with an optional port;
/// [`ErrorKind::HostMissing`] at `end`, when there is none from HTTP/1.1 on.
pub fn check(version: Version, fields: &Fields, end: usize) -> Result<(), Error> {
    // GAP 6 of 7: host
    // In the starter every request is right, whatever host it names.
    // At most one Host field line; in HTTP/1.1 and later, one. Its value is empty or a host
    // with an optional port (`Authority::parse`). Errors: HostMissing at offset `end`,
    // HostRepeated and HostInvalid at the `offset()` of the field that is too much or wrong.
    // `fields.all("Host")` gives all of them, in their order.
    Ok(())
}

/// The host and port that a request's Host field names; `None` without the field, or when it is empty.
#[must_use]
pub fn named_in(fields: &Fields) -> Option<Authority<'_>> {
    Authority::parse(fields.get("Host")?.value()).ok()
}
