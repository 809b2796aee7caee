//! Reads until what has come ends with an empty line; a body comes after it.
//!
//! fails: no_reset_destroys_the_response
//! fails: the_server_reads_as_much_as_the_length_says
//! fails: the_server_finds_the_length_in_any_letter_case
//! fails: the_server_says_400_to_a_length_that_is_no_number
//! fails: the_server_says_404_where_there_is_no_page
//! fails: the_server_says_405_and_which_methods_there_are
//! fails: the_server_finds_the_name_in_the_form
//! fails: the_server_decodes_what_a_form_sends
//! fails: the_server_shows_markup_as_text
//! fails: the_server_prints_what_it_was_asked
//! fails: every_response_says_where_it_ends

    // ANCHOR: read_head
    let mut came = Vec::new();
    let mut piece = [0; 8 * 1024];
    while !came.ends_with(b"\r\n\r\n") {
        let count = client.read(&mut piece)?;
        if count == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        came.extend_from_slice(&piece[..count]);
    }
    Ok((came, Vec::new()))
    // ANCHOR_END: read_head
