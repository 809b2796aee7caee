//! Whether a connection outlives a message (RFC 9112 section 9.3).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use request::{Fields, Version};
use response::Lists;

/// Whether a message with this version and these fields lets the connection go on after it.
///
/// ```
/// use request::{Fields, Version};
///
/// let mut fields = Fields::new();
/// assert!(connection::persists(Version::HTTP_11, &fields));
/// assert!(!connection::persists(Version::HTTP_10, &fields));
/// fields.push("Connection", "x, Close")?;
/// assert!(!connection::persists(Version::HTTP_11, &fields));
/// # Ok::<(), request::InvalidField>(())
/// ```
#[must_use]
pub fn persists(version: Version, fields: &Fields) -> bool {
    // GAP 1 of 6: persists
    // Does a message of this version, with these fields, let the connection go on after it?
    // Always no with the option close. Otherwise yes from HTTP/1.1 on, and before that only
    // with keep-alive. `fields.lists("Connection", "…")` finds an option in the whole list,
    // whatever its letter case. Versions compare: `version >= Version::HTTP_11`.
    todo!("gap 1: persists")
}
