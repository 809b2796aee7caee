//! The fields that responses and errors get.

use request::{Fields, InvalidField};
use response::is_singleton;

/// A cache may think otherwise of a response to a request with credentials only where this says so (RFC 9111 section 3.5).
/// This also keeps it from those that do not know credentials.
pub(crate) fn keep_private(fields: &mut Fields) {
    if fields.get("Cache-Control").is_none() {
        // It is a field like any other.
        let _ = fields.set("Cache-Control", "private");
    }
}

/// Adds a field, or puts it in the place of the one that there may be.
pub(crate) fn add(fields: &mut Fields, name: &str, value: impl AsRef<[u8]>) -> Result<(), InvalidField> {
    if is_singleton(name) { fields.set(name, value) } else { fields.push(name, value) }
}
