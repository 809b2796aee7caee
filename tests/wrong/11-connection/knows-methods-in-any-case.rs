//! Compares methods in any letter case.
//!
//! fails: the_client_does_not_ask_twice_for_what_may_be_done_twice

// ANCHOR: repeat
    let idempotent = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"];
    connection_was_used
        && idempotent.iter().any(|other| method.as_str().eq_ignore_ascii_case(other))
        && *error == ResponseError::NoResponse
// ANCHOR_END: repeat
