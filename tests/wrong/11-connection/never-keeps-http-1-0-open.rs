//! Does not know keep-alive.
//!
//! fails: the_server_keeps_the_connection_to_http_1_0_when_asked_to

// ANCHOR: persists
    version >= Version::HTTP_11 && !fields.lists("Connection", "close")
// ANCHOR_END: persists
