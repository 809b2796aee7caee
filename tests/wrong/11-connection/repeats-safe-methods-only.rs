//! Takes idempotent for safe: PUT and DELETE may be repeated too.
//!
//! fails: the_client_asks_again_when_the_server_closed_between_two_requests

// ANCHOR: repeat
    connection_was_used && method.is_safe() && *error == ResponseError::NoResponse
// ANCHOR_END: repeat
