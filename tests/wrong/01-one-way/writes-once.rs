//! Takes one call of `write` for all of the bytes.
//!
//! fails: the_client_goes_on_after_a_write_that_took_a_part

// ANCHOR: send
    stream.write(message)?;
    stream.shutdown(Shutdown::Write)
// ANCHOR_END: send
