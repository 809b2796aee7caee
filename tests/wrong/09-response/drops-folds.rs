//! Leaves out the lines that a folded field goes on in.
//!
//! fails: the_client_reads_a_folded_field_as_one_line

// ANCHOR: unfold
    let _ = octets;
    0..value
// ANCHOR_END: unfold
