//! Looks at the first tag of a list.
//!
//! fails: the_server_finds_its_tag_in_a_list

// ANCHOR: lists
    if tags == b"*" {
        return current.is_some();
    }
    let etag = current.and_then(|validators| validators.etag.as_ref());
    etag.is_some_and(|etag| entity_tags(tags).next().is_some_and(|tag| tag.equals(etag, comparison)))
// ANCHOR_END: lists
