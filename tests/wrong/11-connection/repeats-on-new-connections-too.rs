//! Asks again when even a new connection brought no response.
//!
//! fails: the_client_does_not_ask_twice_for_what_may_be_done_twice

// ANCHOR: repeat
    let _ = connection_was_used;
    method.is_idempotent() && *error == ResponseError::NoResponse
// ANCHOR_END: repeat
