//! Calls the tag of a file strong as soon as its time lies in the past.
//!
//! fails: the_server_calls_no_tag_strong_too_early

// ANCHOR: validators
    let Ok(modified) = metadata.modified() else { return Validators::default() };
    let known = changed(metadata);
    let changed = known.unwrap_or(modified).max(modified);
    let nanoseconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let opaque =
        format!("{:x}-{:x}-{}", metadata.len(), nanoseconds(modified), which_file(metadata, nanoseconds(changed)));
    let etag = EntityTag::strong(&opaque);
    let is_over = now.duration_since(changed).is_ok();
    Validators::with_etag(if known.is_some() && is_over { etag } else { etag.weakened() }).modified(modified, now)
// ANCHOR_END: validators
