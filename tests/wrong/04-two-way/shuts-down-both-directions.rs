//! Takes shutdown(Shutdown::Both) for closing in order.
//!
//! fails: the_server_discards_in_order_what_it_does_not_read
//! fails: what_comes_after_the_reply_is_taken_and_not_answered
//! fails: the_server_waits_for_a_client_that_takes_its_time

// ANCHOR: close
    stream.shutdown(Shutdown::Both)
// ANCHOR_END: close
