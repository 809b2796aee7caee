//! Reads into a String: bytes that are not UTF-8 are an error.
//!
//! fails: the_server_shows_bytes_that_are_not_text

// ANCHOR: receive
    let mut message = String::new();
    stream.read_to_string(&mut message)?;
    Ok(message.into_bytes())
// ANCHOR_END: receive
