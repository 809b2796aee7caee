//! Has the two bytes in the wrong order.
//!
//! fails: every_line_of_the_head_ends_with_crlf

// ANCHOR: line_end
    let line_end = "\n\r";
// ANCHOR_END: line_end
