//! Goes on after a part with the whole message.
//!
//! fails: the_client_goes_on_after_a_write_that_took_a_part

// ANCHOR: send
    let mut sent = 0;
    while sent < message.len() {
        sent += stream.write(message)?;
    }
    stream.shutdown(Shutdown::Write)
// ANCHOR_END: send
