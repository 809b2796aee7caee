//! Puts a relative path right after the host, where the base has no path.
//!
//! fails: a_location_is_taken_from_the_url_that_was_asked_for

    // ANCHOR: folder
    match base.path.rfind('/') {
        Some(slash) => &base.path[..=slash],
        None => "",
    }
    // ANCHOR_END: folder
