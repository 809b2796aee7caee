//! Writes the header line without the key.
//!
//! fails: the_client_sends_key_type_and_length

// ANCHOR: write
    let mut bytes = format!("{} {} {}\n", self.start, self.kind, self.body.len()).into_bytes();
    bytes.extend_from_slice(&self.body);
    to.write_all(&bytes)
// ANCHOR_END: write
