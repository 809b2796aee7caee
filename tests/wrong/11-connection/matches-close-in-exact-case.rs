//! Compares the whole value of Connection with close, letter by letter.
//!
//! fails: the_client_connects_anew_when_the_server_said_close
//! fails: the_server_closes_after_a_response_to_http_1_0
//! fails: the_server_finds_close_in_any_letter_case_and_list

// ANCHOR: persists
    let option = fields.get("Connection").map(|field| field.value()).unwrap_or_default();
    option != b"close" && (version >= Version::HTTP_11 || fields.lists("Connection", "keep-alive"))
// ANCHOR_END: persists
