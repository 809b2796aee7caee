//! Compares the whole value, in any letter case, but not the members of the list.
//!
//! fails: the_client_connects_anew_when_the_server_said_close
//! fails: the_server_finds_close_in_any_letter_case_and_list
//! fails: the_server_keeps_the_connection_to_http_1_0_when_asked_to

// ANCHOR: persists
    let is = |option: &str| {
        fields.all("Connection").any(|field| field.value().eq_ignore_ascii_case(option.as_bytes()))
    };
    !is("close") && (version >= Version::HTTP_11 || is("keep-alive"))
// ANCHOR_END: persists
