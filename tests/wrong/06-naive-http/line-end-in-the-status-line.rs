//! Writes a line end into the status line too, so the head is over before its fields.
//!
//! fails: an_empty_line_ends_the_head

// ANCHOR: status_line
    let status_line = "HTTP/1.1 200 OK\r\n";
// ANCHOR_END: status_line
