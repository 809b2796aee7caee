//! Takes every message for UTF-8.
//!
//! fails: the_server_shows_bytes_that_are_not_text

// ANCHOR: answer
    if message.is_empty() {
        return Ok(());
    }
    writeln!(io::stdout(), "server received: {}", std::str::from_utf8(message).unwrap())?;
    writeln!(io::stdout(), "server sending reply")?;
    stream.write_all(REPLY)
// ANCHOR_END: answer
