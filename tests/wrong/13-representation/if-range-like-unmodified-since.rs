//! Takes a later date in If-Range for good.
//!
//! fails: the_server_sends_parts_of_the_same_version_only

// ANCHOR: if_range
    if let Some(tag) = EntityTag::parse(&value) {
        return current.etag.as_ref().is_some_and(|etag| etag.equals(&tag, Comparison::Strong));
    }
    let modified = current.last_modified.filter(|modified| modified.is_strong(now));
    modified.is_some_and(|modified| parse_date(&value).is_some_and(|date| modified.time() <= date))
// ANCHOR_END: if_range
