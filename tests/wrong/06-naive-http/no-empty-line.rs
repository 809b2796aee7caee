//! Lets the page follow the last field at once.
//!
//! fails: an_empty_line_ends_the_head

// ANCHOR: assemble
    head.join(line_end) + line_end + &body
// ANCHOR_END: assemble
