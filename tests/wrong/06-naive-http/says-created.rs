//! Says that something was created.
//!
//! fails: the_status_line_is_complete

// ANCHOR: status_line
    let status_line = "HTTP/1.1 201 Created";
// ANCHOR_END: status_line
