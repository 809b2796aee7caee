//! Puts an empty line after each line.
//!
//! fails: an_empty_line_ends_the_head

// ANCHOR: line_end
    let line_end = "\r\n\r\n";
// ANCHOR_END: line_end
