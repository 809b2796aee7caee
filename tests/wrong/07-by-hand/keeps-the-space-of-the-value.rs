//! Keeps the space in front of the value: no number begins with one.
//!
//! fails: the_server_takes_a_field_however_it_is_written
//! fails: the_server_reads_as_much_as_the_length_says
//! fails: the_server_finds_the_length_in_any_letter_case
//! fails: the_server_reads_no_body_without_a_length
//! fails: the_server_says_404_where_there_is_no_page
//! fails: the_server_says_405_and_which_methods_there_are
//! fails: the_server_finds_the_name_in_the_form
//! fails: the_server_decodes_what_a_form_sends
//! fails: the_server_shows_markup_as_text
//! fails: the_server_prints_what_it_was_asked

    // ANCHOR: field
    let (name, value) = line.split_once(':')?;
    Some((name.to_owned(), value.to_owned()))
    // ANCHOR_END: field
