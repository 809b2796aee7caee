//! Takes what stands between two colons for the value.
//!
//! fails: the_server_says_400_to_a_length_that_is_no_number

    // ANCHOR: field
    let mut parts = line.split(':');
    let (name, value) = (parts.next()?, parts.next()?);
    Some((name.trim().to_owned(), value.trim().to_owned()))
    // ANCHOR_END: field
