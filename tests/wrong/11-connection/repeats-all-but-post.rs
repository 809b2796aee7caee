//! Takes every method but POST for idempotent.
//!
//! fails: the_client_does_not_ask_twice_for_what_may_be_done_twice

// ANCHOR: repeat
    connection_was_used && *method != Method::Post && *error == ResponseError::NoResponse
// ANCHOR_END: repeat
