//! Asks again when the response did not come in time.
//!
//! fails: the_client_does_not_ask_twice_for_what_may_be_done_twice

// ANCHOR: repeat
    connection_was_used && method.is_idempotent() && matches!(error, ResponseError::NoResponse | ResponseError::HeadLate)
// ANCHOR_END: repeat
