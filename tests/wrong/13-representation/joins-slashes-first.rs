//! Makes one slash of several before it removes dot segments.
//!
//! fails: the_server_shows_nothing_outside_of_its_folder

// ANCHOR: file_path
    let names: Vec<&str> = path.split('/').filter(|name| !name.is_empty()).collect();
    let end = if path.len() > 1 && path.ends_with('/') { "/" } else { "" };
    let joined = format!("/{}{end}", names.join("/"));
    let path = normal_path(if path.starts_with('/') { &joined } else { path });
    let below_root = path.strip_prefix('/').ok_or(Refusal::NoName)?;
    let mut file = String::with_capacity(path.len());
    for segment in below_root.split('/').filter(|segment| !segment.is_empty()) {
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
    if !file.is_empty() && path.ends_with('/') {
        file.push('/');
    }
    Ok(file)
// ANCHOR_END: file_path
