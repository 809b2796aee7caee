//! Goes on when the client says both keep-alive and close.
//!
//! fails: the_client_connects_anew_when_the_server_said_close
//! fails: the_server_closes_after_a_response_to_http_1_0
//! fails: the_server_finds_close_in_any_letter_case_and_list

// ANCHOR: persists
    if fields.lists("Connection", "keep-alive") {
        return true;
    }
    version >= Version::HTTP_11 && !fields.lists("Connection", "close")
// ANCHOR_END: persists
