//! Compares If-Range weakly.
//!
//! fails: the_server_sends_parts_of_the_same_version_only

// ANCHOR: if_range
    if let Some(tag) = EntityTag::parse(&value) {
        return current.etag.as_ref().is_some_and(|etag| etag.equals(&tag, Comparison::Weak));
    }
    let modified = current.last_modified.filter(|modified| modified.is_strong(now));
    modified.is_some_and(|modified| parse_date(&value) == Some(modified.time()))
// ANCHOR_END: if_range
