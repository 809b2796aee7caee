//! Passes over empty segments.
//!
//! fails: the_server_shows_nothing_outside_of_its_folder
//! fails: the_server_shows_the_index_of_a_directory

// ANCHOR: file_path
    let below_root = path.strip_prefix('/')?;
    let end = if below_root.ends_with('/') { "/" } else { "" };
    let mut names = Vec::new();
    for segment in below_root.split('/').filter(|segment| !segment.is_empty()) {
        let name = percent_decode_str(segment).decode_utf8().ok()?;
        if !is_name(&name) {
            return None;
        }
        names.push(name);
    }
    Some(if names.is_empty() { String::new() } else { names.join("/") + end })
// ANCHOR_END: file_path
