//! Writes names into the page as they are.
//!
//! fails: the_server_lists_a_directory_without_an_index

// ANCHOR: name_in_page
        let name = &entry.shown;
// ANCHOR_END: name_in_page
