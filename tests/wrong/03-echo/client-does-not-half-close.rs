//! Sends everything and does not say that it was all.
//!
//! fails: the_client_goes_on_after_a_write_that_took_a_part
//! fails: the_client_prints_what_comes_before_its_input_ends
//! fails: the_client_says_that_it_cannot_read_its_input
//! fails: the_client_says_that_the_server_closed_early
//! fails: the_client_sends_and_receives_at_the_same_time
//! fails: the_client_sends_its_input_byte_for_byte_then_closes_its_side
//! fails: the_client_sends_what_a_short_read_brought
//! fails: the_client_waits_for_a_server_that_takes_its_time
//! fails: the_client_prints_what_comes_back_byte_for_byte

// ANCHOR: half-close
    let _ = stream;
    Ok(())
// ANCHOR_END: half-close
