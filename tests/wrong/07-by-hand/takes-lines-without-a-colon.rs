//! Takes a line without a colon for a field without a value.
//!
//! fails: the_server_says_400_to_a_field_that_is_none

    // ANCHOR: field
    let (name, value) = line.split_once(':').unwrap_or((line, ""));
    Some((name.trim().to_owned(), value.trim().to_owned()))
    // ANCHOR_END: field
