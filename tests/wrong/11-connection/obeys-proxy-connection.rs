//! Takes Proxy-Connection for Connection.
//!
//! fails: the_server_keeps_the_connection_whatever_else_the_options_are

// ANCHOR: persists
    if fields.lists("Connection", "close") || fields.lists("Proxy-Connection", "close") {
        return false;
    }
    version >= Version::HTTP_11 || fields.lists("Connection", "keep-alive")
// ANCHOR_END: persists
