//! Decodes what was decoded already.
//!
//! fails: the_server_shows_nothing_outside_of_its_folder

// ANCHOR: file_path
    let below_root = path.strip_prefix('/')?;
    let (segments, end) = match below_root.strip_suffix('/') {
        Some(segments) => (segments, "/"),
        None if below_root.is_empty() => return Some(String::new()),
        None => (below_root, ""),
    };
    let mut file = String::with_capacity(path.len());
    for segment in segments.split('/') {
        let name = percent_decode_str(segment).decode_utf8().ok()?;
        let name = percent_decode_str(&name).decode_utf8().ok()?;
        if !is_name(&name) {
            return None;
        }
        if !file.is_empty() {
            file.push('/');
        }
        file.push_str(&name);
    }
    file.push_str(end);
    Some(file)
// ANCHOR_END: file_path
