//! Takes content for complete when the connection ends.
//!
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_counts_content_in_64_bits
//! fails: the_server_does_not_take_a_part_for_the_whole

// ANCHOR: read
    if let Some(trailers) = decode(&mut decoder, &mut &[][..], &mut each)? {
        return Ok(trailers);
    }
    loop {
        let available = fill(input)?;
        if available.is_empty() {
            return Ok(Fields::new());
        }
        let mut rest = available;
        let end = decode(&mut decoder, &mut rest, &mut each)?;
        let taken = available.len() - rest.len();
        input.consume(taken);
        if let Some(trailers) = end {
            return Ok(trailers);
        }
    }
// ANCHOR_END: read
