//! Sends at most one buffer of 1024 bytes.
//!
//! fails: the_client_sends_all_of_a_long_message
//! fails: the_client_goes_on_after_a_write_that_took_a_part

// ANCHOR: send
    stream.write_all(&message[..message.len().min(1024)])?;
    stream.shutdown(Shutdown::Write)
// ANCHOR_END: send
