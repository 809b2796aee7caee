//! Refuses a value that has a colon itself.
//!
//! fails: the_server_reads_until_the_empty_line
//! fails: the_server_takes_a_field_however_it_is_written

    // ANCHOR: field
    let parts: Vec<&str> = line.split(':').collect();
    match parts[..] {
        [name, value] => Some((name.trim().to_owned(), value.trim().to_owned())),
        _ => None,
    }
    // ANCHOR_END: field
