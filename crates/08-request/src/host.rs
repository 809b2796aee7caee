//! Which host a request is for (RFC 9112 sections 3.2 and 3.3).

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
    // ANCHOR: host
    let mut hosts = fields.all("Host");
    match (hosts.next(), hosts.next()) {
        (None, _) if version < Version::HTTP_11 => Ok(()),
        (None, _) => Err(Error::new(ErrorKind::HostMissing, end)),
        (Some(_), Some(second)) => Err(Error::new(ErrorKind::HostRepeated, second.offset())),
        (Some(host), None) if host.value().is_empty() => Ok(()),
        (Some(host), None) => match Authority::parse(host.value()) {
            Ok(_) => Ok(()),
            Err(_) => Err(Error::new(ErrorKind::HostInvalid, host.offset())),
        },
    }
    // ANCHOR_END: host
}

/// The host and port that a request's Host field names; `None` without the field, or when it is empty.
#[must_use]
pub fn named_in(fields: &Fields) -> Option<Authority<'_>> {
    Authority::parse(fields.get("Host")?.value()).ok()
}
