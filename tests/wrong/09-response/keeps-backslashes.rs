//! Takes the quotes away and nothing else.
//!
//! fails: the_client_shows_the_text_that_a_quoted_string_stands_for
//! fails: the_client_reads_parameters_as_names_and_values

// ANCHOR: unquote
    let inner = value.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    Some(inner.into())
// ANCHOR_END: unquote
