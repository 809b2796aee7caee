//! Takes the field Keep-Alive for the option.
//!
//! fails: the_server_closes_after_a_response_to_http_1_0

// ANCHOR: persists
    if fields.lists("Connection", "close") {
        return false;
    }
    version >= Version::HTTP_11 || fields.lists("Connection", "keep-alive") || fields.get("Keep-Alive").is_some()
// ANCHOR_END: persists
