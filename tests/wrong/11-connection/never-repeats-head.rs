//! Knows all idempotent methods but HEAD.
//!
//! fails: the_client_asks_again_when_the_server_closed_between_two_requests

// ANCHOR: repeat
    use Method::{Delete, Get, Options, Put, Trace};
    connection_was_used
        && matches!(method, Get | Put | Delete | Options | Trace)
        && *error == ResponseError::NoResponse
// ANCHOR_END: repeat
