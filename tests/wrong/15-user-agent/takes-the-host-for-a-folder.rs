//! Takes what is relative for a part of the host, where the URL has no path.
//!
//! fails: a_location_is_taken_from_the_url_that_was_asked_for

// ANCHOR: folder
    base.path.rfind('/').map_or("", |slash| &base.path[..=slash])
// ANCHOR_END: folder
