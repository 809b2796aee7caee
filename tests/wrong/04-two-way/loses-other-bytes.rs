//! Replaces bytes that are not UTF-8 instead of showing them.
//!
//! fails: the_server_shows_bytes_that_are_not_text

// ANCHOR: answer
    if message.is_empty() {
        return Ok(());
    }
    writeln!(io::stdout(), "server received: {}", String::from_utf8_lossy(message))?;
    writeln!(io::stdout(), "server sending reply")?;
    stream.write_all(REPLY)
// ANCHOR_END: answer
