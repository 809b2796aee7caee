//! Compares field names as they are written.
//!
//! fails: the_server_reads_fields_however_they_are_written
//! fails: the_server_refuses_a_second_host

// ANCHOR: name_matches
    slice(&self.fields.bytes, self.line.name) == name.as_bytes()
// ANCHOR_END: name_matches
