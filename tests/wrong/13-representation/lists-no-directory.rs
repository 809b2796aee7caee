//! Answers a directory without an index with 404.
//!
//! fails: the_server_lists_a_directory_without_an_index

// ANCHOR: listing
    Ok(Site::Folder(folder.listing(false)))
// ANCHOR_END: listing
