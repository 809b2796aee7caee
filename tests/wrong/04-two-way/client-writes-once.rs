//! Takes one call of `write` for all of the bytes.
//!
//! fails: the_client_goes_on_after_a_write_that_took_a_part
//! fails: the_client_says_that_it_could_not_send

// ANCHOR: send
    stream.write(message).map(drop)
// ANCHOR_END: send
