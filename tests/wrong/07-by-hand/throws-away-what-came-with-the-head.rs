//! Forgets the bytes that a read brought beyond the empty line.
//!
//! fails: the_server_reads_as_much_as_the_length_says
//! fails: the_server_finds_the_length_in_any_letter_case
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
    loop {
        let count = client.read(&mut piece)?;
        if count == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let searched = came.len();
        came.extend_from_slice(&piece[..count]);
        if let Some(at) = piece[..count].windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            came.truncate(searched + at + 4);
            return Ok((came, Vec::new()));
        }
    }
    // ANCHOR_END: read_head
