//! Shows files whose names begin with a period.
//!
//! fails: the_server_lists_a_directory_without_an_index
//! fails: the_server_shows_nothing_outside_of_its_folder

// ANCHOR: is_hidden
    let _ = name;
    false
// ANCHOR_END: is_hidden
