//! Writes the length in characters.
//!
//! fails: the_client_sends_key_type_and_length
//! fails: the_server_counts_bytes
//! fails: the_server_takes_any_bytes_in_a_body

// ANCHOR: write
    let length = String::from_utf8_lossy(&self.body).chars().count();
    let key = self.key.as_ref().map(|key| format!(" {key}")).unwrap_or_default();
    write!(to, "{} {} {length}{key}\n{}", self.start, self.kind, String::from_utf8_lossy(&self.body))
// ANCHOR_END: write
