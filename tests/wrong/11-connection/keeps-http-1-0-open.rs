//! Takes HTTP/1.0 for HTTP/1.1.
//!
//! fails: the_client_connects_anew_when_the_server_said_close
//! fails: the_server_answers_nothing_after_a_close
//! fails: the_server_closes_after_a_response_to_http_1_0
//! fails: the_server_keeps_the_connection_to_http_1_0_when_asked_to
//! fails: the_server_never_says_100_to_http_1_0

// ANCHOR: persists
    !fields.lists("Connection", "close")
// ANCHOR_END: persists
