//! Looks for the word chunked anywhere in Transfer-Encoding.
//!
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_answers_an_unknown_coding_with_501
//! fails: the_server_refuses_chunked_twice_and_with_parameters
//! fails: the_server_refuses_codings_that_are_no_names
//! fails: the_server_says_what_is_wrong_and_where
//! fails: the_server_wants_chunked_as_the_last_coding
//! fails: the_client_reads_to_the_close_what_is_not_chunked_last

// ANCHOR: coding
    let is_chunked = list.to_ascii_lowercase().windows(7).any(|window| window == b"chunked");
    Ok(if is_chunked { Coding::Chunked } else { Coding::Endless })
// ANCHOR_END: coding
