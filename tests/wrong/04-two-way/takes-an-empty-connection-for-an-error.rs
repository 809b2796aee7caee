//! Reports a client that said nothing as lost.
//!
//! fails: a_connection_without_a_byte_is_not_a_message

// ANCHOR: answer
    if message.is_empty() {
        stream.shutdown(Shutdown::Write)?;
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    writeln!(io::stdout(), "server received: {}", cli::text(message))?;
    writeln!(io::stdout(), "server sending reply")?;
    stream.write_all(REPLY)
// ANCHOR_END: answer
