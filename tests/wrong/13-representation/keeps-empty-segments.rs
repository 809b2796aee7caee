//! Takes two slashes for a segment without a name, which no file has.
//!
//! fails: the_server_shows_nothing_outside_of_its_folder
//! fails: the_server_shows_the_index_of_a_directory

// ANCHOR: file_path
    let path = normal_path(path);
    let below_root = path.strip_prefix('/').ok_or(Refusal::NoName)?;
    let (segments, end) = match below_root.strip_suffix('/') {
        Some(segments) => (segments, "/"),
        None if below_root.is_empty() => return Ok(String::new()),
        None => (below_root, ""),
    };
    let mut file = String::with_capacity(path.len());
    for segment in segments.split('/') {
        let name = percent_decode_str(segment).decode_utf8().map_err(|_| Refusal::NoName)?;
        if !is_name(&name) {
            return Err(Refusal::NoName);
        }
        if is_hidden(&name) && !(file.is_empty() && name == WELL_KNOWN) {
            return Err(Refusal::Hidden);
        }
        if !file.is_empty() {
            file.push('/');
        }
        file.push_str(&name);
    }
    file.push_str(end);
    Ok(file)
// ANCHOR_END: file_path
