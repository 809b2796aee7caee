//! Knows Transfer-Encoding in every version.
//!
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_refuses_transfer_encoding_in_http_1_0
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: coding_in_http10
    let _ = version;
    transfer_coding(fields)
// ANCHOR_END: coding_in_http10
