//! Hosts with ports: `example.org`, `127.0.0.1:8080`, `[::1]:80` (RFC 3986 section 3.2, without user information).

use std::fmt::{self, Display};
use std::net::Ipv6Addr;

use crate::error::{Error, ErrorKind};
use crate::syntax::{ascii, is_host_octet};

/// A host and an optional port.
#[derive(Debug, Clone, Copy)]
pub struct Authority<'a> {
    text: &'a [u8],
    /// Where the host ends.
    end: usize,
    port: Option<u16>,
}

impl<'a> Authority<'a> {
    /// Reads a host with an optional port: `uri-host [ ":" port ]` (RFC 9110 section 7.2). The host may not be empty.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UserInformation`] at the `@`, whatever else is wrong; [`ErrorKind::HostEmpty`] at 0;
    /// [`ErrorKind::AuthorityInvalid`] at 0 when there is no host, at the first octet after the host that is no colon, or
    /// after the colon when what stands there is no number up to 65535.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        Self::split(bytes).map_err(|error| match bytes.iter().position(|&octet| octet == b'@') {
            Some(at) => Error::new(ErrorKind::UserInformation, at),
            None => error,
        })
    }

    fn split(bytes: &'a [u8]) -> Result<Self, Error> {
        let end = host_length(bytes).ok_or(Error::new(ErrorKind::AuthorityInvalid, 0))?;
        let (host, rest) = bytes.split_at(end);
        if host.is_empty() {
            let kind = if rest.is_empty() || rest.starts_with(b":") {
                ErrorKind::HostEmpty
            } else {
                ErrorKind::AuthorityInvalid
            };
            return Err(Error::new(kind, 0));
        }
        let port = match rest {
            [] | [b':'] => None,
            [b':', digits @ ..] => {
                Some(port(digits).ok_or(Error::new(ErrorKind::AuthorityInvalid, bytes.len() - digits.len()))?)
            }
            _ => return Err(Error::new(ErrorKind::AuthorityInvalid, end)),
        };
        Ok(Self { text: bytes, end, port })
    }

    /// The host as it was written; an IPv6 address in its brackets. Compare with `eq_ignore_ascii_case`.
    #[must_use]
    pub fn host(&self) -> &'a str {
        ascii(&self.text[..self.end])
    }

    /// The port, if one was given.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// Host and port as they were written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        ascii(self.text)
    }
}

impl Display for Authority<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How many octets from the first on are a host: a name, an IPv4 address, or an address in brackets.
fn host_length(bytes: &[u8]) -> Option<usize> {
    if !bytes.starts_with(b"[") {
        let length = bytes.iter().position(|&octet| !is_host_octet(octet)).unwrap_or(bytes.len());
        return has_valid_escapes(&bytes[..length]).then_some(length);
    }
    let end = bytes.iter().position(|&octet| octet == b']')?;
    let address = ascii(&bytes[1..end]);
    (address.parse::<Ipv6Addr>().is_ok() || is_future_address(address)).then_some(end + 1)
}

/// `IPvFuture`, for versions of IP that do not exist yet.
fn is_future_address(address: &str) -> bool {
    let Some((version, rest)) = address.strip_prefix(['v', 'V']).and_then(|address| address.split_once('.')) else {
        return false;
    };
    let is_address_octet = |octet: u8| octet == b':' || (octet != b'%' && is_host_octet(octet));
    !version.is_empty()
        && version.bytes().all(|octet| octet.is_ascii_hexdigit())
        && !rest.is_empty()
        && rest.bytes().all(is_address_octet)
}

/// A number up to 65535.
fn port(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0_u16, |port, &digit| {
        let digit = if digit.is_ascii_digit() { u16::from(digit - b'0') } else { return None };
        port.checked_mul(10)?.checked_add(digit)
    })
}

/// Whether each percent sign begins an escape: two hexadecimal digits follow.
pub(crate) fn has_valid_escapes(bytes: &[u8]) -> bool {
    let mut pieces = bytes.split(|&octet| octet == b'%');
    // Nothing stands in front of the first piece, and a percent sign in front of each other one.
    pieces.next();
    pieces.all(|piece| matches!(piece, [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()))
}
