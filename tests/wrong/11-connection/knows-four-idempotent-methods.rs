//! Names the idempotent methods and forgets two.
//!
//! fails: the_client_asks_again_when_the_server_closed_between_two_requests

// ANCHOR: repeat
    connection_was_used && matches!(method, Method::Get | Method::Head | Method::Put | Method::Delete) && *error == ResponseError::NoResponse
// ANCHOR_END: repeat
