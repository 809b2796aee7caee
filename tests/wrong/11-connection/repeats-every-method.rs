//! Sends a POST twice.
//!
//! fails: the_client_does_not_ask_twice_for_what_may_be_done_twice

// ANCHOR: repeat
    let _ = method;
    connection_was_used && *error == ResponseError::NoResponse
// ANCHOR_END: repeat
