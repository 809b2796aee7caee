//! Closes both directions at the end of the input, and so loses what is still on its way back.
//!
//! fails: the_client_says_that_the_server_closed_early
//! fails: the_client_sends_and_receives_at_the_same_time
//! fails: the_client_sends_what_a_short_read_brought
//! fails: the_client_waits_for_a_server_that_takes_its_time
//! fails: the_client_prints_what_comes_back_byte_for_byte

// ANCHOR: half-close
    stream.shutdown(Shutdown::Both)
// ANCHOR_END: half-close
