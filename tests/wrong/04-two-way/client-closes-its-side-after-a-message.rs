//! Says that nothing more will come, although further messages do.
//!
//! fails: the_client_sends_every_message_whole

// ANCHOR: send
    stream.write_all(message)?;
    stream.shutdown(std::net::Shutdown::Write)
// ANCHOR_END: send
