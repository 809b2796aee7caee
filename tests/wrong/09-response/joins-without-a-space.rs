//! Joins the two lines without any space between them.
//!
//! fails: the_client_reads_a_folded_field_as_one_line

// ANCHOR: unfold
    let is_fold = |octet: u8| is_ows(octet) || matches!(octet, b'\r' | b'\n');
    let fold = octets[value..].iter().take_while(|&&octet| is_fold(octet)).count();
    let end = octets.len();
    octets.copy_within(value + fold..end, value);
    0..trim_ows_end(&octets[..end - fold]).len()
// ANCHOR_END: unfold
