//! Takes what one read returns for the whole content.
//!
//! fails: the_client_prints_content_in_chunks
//! fails: the_server_counts_content_in_64_bits
//! fails: the_client_reads_to_the_close_what_has_no_other_end
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_does_not_end_a_response_that_went_wrong
//! fails: the_server_does_not_take_a_part_for_the_whole
//! fails: the_server_gives_up_content_that_does_not_come
//! fails: the_server_reads_trailers_as_strictly_as_fields
//! fails: the_server_returns_content_of_any_length_in_constant_memory
//! fails: the_server_says_what_is_wrong_and_where
//! fails: the_server_takes_a_form_up_to_its_limit
//! fails: the_server_takes_content_in_many_pieces
//! fails: the_server_takes_content_that_is_cut_anywhere
//! fails: the_server_takes_so_many_digits_of_a_size_and_no_more
//! fails: the_server_takes_so_many_extensions_and_no_more

// ANCHOR: read
    if let Some(trailers) = decode(&mut decoder, &mut &[][..], &mut each)? {
        return Ok(trailers);
    }
    let available = fill(input)?;
    if available.is_empty() {
        decoder.end_of_connection()?;
        return Ok(Fields::new());
    }
    let mut rest = available;
    Ok(decode(&mut decoder, &mut rest, &mut each)?.unwrap_or_default())
// ANCHOR_END: read
