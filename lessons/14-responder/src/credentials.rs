//! Who asks, as the client says: the Basic scheme of authentication (RFC 7617).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::fmt::{self, Debug};
use std::hint::black_box;

use crate::base64::decode;

/// A name and a password that came with a request. The password is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    user: String,
    password: String,
}

impl Credentials {
    /// Reads the value of an `Authorization` field: `Basic bGVhcm5lcjpzb2NrZXQ=`. `None` for other schemes, and for what is
    /// none of a name and a password.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        // GAP 5 of 7: credentials (place 1 of 3)
        // Read a name and a password from a value such as `Basic bGVhcm5lcjpzb2NrZXQ=`: the scheme in any letter
        // case, spaces, and base64 (`decode`) of UTF-8 without control characters, split at the first colon.
        // Return None for everything else.
        todo!("gap 5: credentials")
    }

    /// The name.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// Whether these are the name and the password. How long the comparison takes says nothing about where they differ.
    #[must_use]
    pub fn are(&self, user: &str, password: &str) -> bool {
        is_same(&self.user, user) & is_same(&self.password, password)
    }
}

/// Compares all octets, wherever the first difference is: who measures the time learns nothing but a length.
fn is_same(came: &str, expected: &str) -> bool {
    let mut difference = came.len() ^ expected.len();
    for (at, octet) in came.bytes().enumerate() {
        let other = expected.as_bytes().get(at).copied().unwrap_or_default();
        difference |= usize::from(black_box(octet ^ other));
    }
    black_box(difference) == 0
}

impl Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("user", &self.user).finish_non_exhaustive()
    }
}
