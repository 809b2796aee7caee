//! Takes a zero for the end, as in a string of C.
//!
//! fails: the_client_shows_a_reply_that_is_not_text

// ANCHOR: reply
    let mut reply = Vec::new();
    io::BufRead::read_until(&mut io::BufReader::new(stream), 0, &mut reply)?;
    Ok(reply)
// ANCHOR_END: reply
