//! Gives up when the server was just closing the connection.
//!
//! fails: the_client_asks_again_when_the_server_closed_between_two_requests

// ANCHOR: repeat
    let _ = (method, connection_was_used, error);
    false
// ANCHOR_END: repeat
