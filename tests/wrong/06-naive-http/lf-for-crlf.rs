//! Ends lines as text files on Unix do.
//!
//! fails: every_line_of_the_head_ends_with_crlf

// ANCHOR: line_end
    let line_end = "\n";
// ANCHOR_END: line_end
