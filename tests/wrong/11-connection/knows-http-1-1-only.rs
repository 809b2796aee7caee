//! Keeps the connection open for exactly HTTP/1.1.
//!
//! fails: the_server_keeps_the_connection_whatever_else_the_options_are
//! fails: the_server_answers_one_request_after_another_on_one_connection

// ANCHOR: persists
    if fields.lists("Connection", "close") {
        return false;
    }
    version == Version::HTTP_11 || fields.lists("Connection", "keep-alive")
// ANCHOR_END: persists
