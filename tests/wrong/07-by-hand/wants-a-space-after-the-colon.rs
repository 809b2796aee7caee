//! Finds no field where no space follows the colon.
//!
//! fails: the_server_takes_a_field_however_it_is_written
//! fails: the_server_finds_the_length_in_any_letter_case

    // ANCHOR: field
    let (name, value) = line.split_once(": ")?;
    Some((name.trim().to_owned(), value.trim().to_owned()))
    // ANCHOR_END: field
