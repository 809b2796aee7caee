//! Takes it for granted that a message has a first byte.
//!
//! fails: a_connection_without_a_byte_is_not_a_message

// ANCHOR: answer
    if message[0] == b'\n' {
        return Ok(());
    }
    writeln!(io::stdout(), "server received: {}", cli::text(message))?;
    writeln!(io::stdout(), "server sending reply")?;
    stream.write_all(REPLY)
// ANCHOR_END: answer
