//! Looks at no quotes.
//!
//! fails: the_client_reads_parameters_as_names_and_values
//! fails: the_client_parts_nothing_within_a_quoted_string

// ANCHOR: separator
    text.iter().position(|&octet| octet == separator).unwrap_or(text.len())
// ANCHOR_END: separator
