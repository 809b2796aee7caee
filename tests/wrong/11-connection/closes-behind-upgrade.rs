//! Closes after a request that would like another protocol.
//!
//! fails: the_server_keeps_the_connection_whatever_else_the_options_are

// ANCHOR: persists
    if fields.lists("Connection", "close") || fields.lists("Connection", "upgrade") {
        return false;
    }
    version >= Version::HTTP_11 || fields.lists("Connection", "keep-alive")
// ANCHOR_END: persists
