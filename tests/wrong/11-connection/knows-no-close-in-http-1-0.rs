//! Looks for close in HTTP/1.1 alone, and for keep-alive in HTTP/1.0 alone.
//!
//! fails: the_server_closes_after_a_response_to_http_1_0

// ANCHOR: persists
    if version >= Version::HTTP_11 { !fields.lists("Connection", "close") } else { fields.lists("Connection", "keep-alive") }
// ANCHOR_END: persists
