//! Leaves out the reason, and the space in front of it.
//!
//! fails: the_status_line_is_complete

// ANCHOR: status_line
    let status_line = "HTTP/1.1 200";
// ANCHOR_END: status_line
