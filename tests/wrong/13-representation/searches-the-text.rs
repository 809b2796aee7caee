//! Looks for the tag anywhere in the text of the list.
//!
//! fails: the_server_finds_its_tag_in_a_list

// ANCHOR: lists
    if tags == b"*" {
        return current.is_some();
    }
    let etag = current.and_then(|validators| validators.etag.as_ref());
    etag.is_some_and(|etag| {
        let value = etag.to_value();
        let strong = value.strip_prefix(b"W/").unwrap_or(&value);
        let found = entity_tags(strong).next().is_some() && tags.windows(strong.len()).any(|window| window == strong);
        found && (comparison == Comparison::Weak || (!etag.is_weak() && !tags.starts_with(b"W/")))
    })
// ANCHOR_END: lists
