//! Takes the further line in place of the first.
//!
//! fails: the_client_reads_a_folded_field_as_one_line

// ANCHOR: unfold
    let line = octets.iter().rposition(|&octet| octet == b'\n').map_or(value, |at| at + 1);
    let text = trim_ows_start(&octets[line..]);
    let start = octets.len() - text.len();
    start..start + trim_ows_end(text).len()
// ANCHOR_END: unfold
