//! Takes a connection without a byte for an empty message.
//!
//! fails: a_connection_without_a_byte_is_not_a_message

// ANCHOR: answer
    writeln!(io::stdout(), "server received: {}", cli::text(message))?;
    writeln!(io::stdout(), "server sending reply")?;
    stream.write_all(REPLY)
// ANCHOR_END: answer
