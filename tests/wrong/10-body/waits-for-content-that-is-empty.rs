//! Reads before it asks whether there is content at all.
//!
//! fails: the_client_knows_which_responses_have_no_content
//! fails: the_server_does_not_ask_for_what_it_will_not_read
//! fails: the_server_returns_the_content_it_gets
//! fails: the_server_shows_a_form
//! fails: the_server_takes_a_request_without_framing_for_empty

// ANCHOR: read
    loop {
        let available = fill(input)?;
        if available.is_empty() {
            decoder.end_of_connection()?;
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
