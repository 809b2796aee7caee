//! Writes a key only where the method needs it.
//!
//! fails: the_client_sends_key_type_and_length

// ANCHOR: write
    let key = self.key.as_ref().filter(|_| self.start == "KEEP").map(|key| format!(" {key}")).unwrap_or_default();
    let mut bytes = format!("{} {} {}{key}\n", self.start, self.kind, self.body.len()).into_bytes();
    bytes.extend_from_slice(&self.body);
    to.write_all(&bytes)
// ANCHOR_END: write
