//! Asks again whatever was wrong with the response.
//!
//! fails: the_client_does_not_ask_twice_for_what_may_be_done_twice
//! fails: the_client_says_that_a_response_is_incomplete

// ANCHOR: repeat
    let _ = error;
    connection_was_used && method.is_idempotent()
// ANCHOR_END: repeat
