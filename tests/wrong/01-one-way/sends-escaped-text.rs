//! Sends the message with everything beyond ASCII escaped.
//!
//! fails: the_client_sends_text_as_utf8

// ANCHOR: send
    write!(stream, "{}", message.escape_ascii())?;
    stream.shutdown(Shutdown::Write)
// ANCHOR_END: send
