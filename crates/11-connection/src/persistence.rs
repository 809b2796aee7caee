//! Whether a connection outlives a message (RFC 9112 section 9.3).

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
    // ANCHOR: persists
    if fields.lists("Connection", "close") {
        return false;
    }
    version >= Version::HTTP_11 || fields.lists("Connection", "keep-alive")
    // ANCHOR_END: persists
}
