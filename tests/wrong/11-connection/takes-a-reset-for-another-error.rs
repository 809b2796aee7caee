//! Asks again only when the server has closed in order, not when it has reset the connection.
//!
//! fails: the_client_asks_again_when_the_server_closed_between_two_requests

// ANCHOR: reset
            Err(error) if is_broken(&error) => return Err(error.into()),
// ANCHOR_END: reset
