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
    // GAP 2 of 7: persists (place 1 of 4)
    // Does a message of this version, with these fields, let the connection go on after it?
    // In the starter: never. The table in the chapter says when; close counts more than everything else.
    // `fields.lists("Connection", "…")` finds an option in the whole list, whatever its letter case.
    // Versions compare.
    false
}
