//! Keeps the connection to HTTP/1.1 alone, and not to HTTP/1.2.
//!
//! fails: the_server_answers_one_request_after_another_on_one_connection

// ANCHOR: persists
    if fields.lists("Connection", "close") {
        return false;
    }
    version == Version::HTTP_11 || fields.lists("Connection", "keep-alive")
// ANCHOR_END: persists
