//! Takes a message of blanks for none.
//!
//! fails: blanks_and_line_ends_are_a_message

// ANCHOR: answer
    if message.trim_ascii().is_empty() {
        return Ok(());
    }
    writeln!(io::stdout(), "server received: {}", cli::text(message))?;
    writeln!(io::stdout(), "server sending reply")?;
    stream.write_all(REPLY)
// ANCHOR_END: answer
