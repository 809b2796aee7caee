//! Lists files that it does not show.
//!
//! fails: the_server_lists_a_directory_without_an_index

// ANCHOR: is_listed
    let _ = is_hidden;
// ANCHOR_END: is_listed
