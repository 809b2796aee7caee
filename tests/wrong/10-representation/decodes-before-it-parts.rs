//! Decodes the whole path before it parts it at its slashes.
//!
//! fails: the_server_shows_nothing_outside_of_its_folder

// ANCHOR: file_path
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let below_root = decoded.strip_prefix('/')?;
    let segments = below_root.strip_suffix('/').unwrap_or(below_root);
    if segments.is_empty() || segments.split('/').all(is_name) { Some(below_root.to_owned()) } else { None }
// ANCHOR_END: file_path
