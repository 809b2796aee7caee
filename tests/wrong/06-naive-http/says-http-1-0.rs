//! Says that it speaks HTTP/1.0.
//!
//! fails: the_status_line_is_complete

// ANCHOR: status_line
    let status_line = "HTTP/1.0 200 OK";
// ANCHOR_END: status_line
