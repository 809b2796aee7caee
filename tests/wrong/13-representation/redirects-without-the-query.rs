//! Loses the query in a redirect.
//!
//! fails: the_server_shows_the_index_of_a_directory

// ANCHOR: redirect
    let _ = (request, QUERY, utf8_percent_encode("", QUERY));
    format!("{}/", encode_path(directory))
// ANCHOR_END: redirect
