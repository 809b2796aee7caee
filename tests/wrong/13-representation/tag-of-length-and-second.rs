//! Makes entity tags from the length and the second of the last change.
//!
//! fails: the_server_changes_the_tag_when_a_file_changes
//! fails: the_server_compares_if_match_strongly
//! fails: the_server_sends_parts_of_the_same_version_only

// ANCHOR: validators
    let Ok(modified) = metadata.modified() else { return Validators::default() };
    let seconds = modified.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let etag = EntityTag::strong(&format!("{:x}-{seconds:x}", metadata.len()));
    Validators::with_etag(etag).modified(modified, now)
// ANCHOR_END: validators
