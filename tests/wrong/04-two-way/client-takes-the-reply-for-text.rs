//! Reads the reply into a String, which must be UTF-8.
//!
//! fails: the_client_shows_a_reply_that_is_not_text

// ANCHOR: reply
    let mut reply = String::new();
    stream.read_to_string(&mut reply)?;
    Ok(reply.into_bytes())
// ANCHOR_END: reply
