//! Lets the line end of a fold stand in the value.
//!
//! fails: the_client_reads_a_folded_field_as_one_line

// ANCHOR: unfold
    let _ = value;
    let text = trim_ows_start(octets);
    let start = octets.len() - text.len();
    start..start + trim_ows_end(text).len()
// ANCHOR_END: unfold
