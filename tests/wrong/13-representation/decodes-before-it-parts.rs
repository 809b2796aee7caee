//! Decodes the whole path before it parts it at its slashes.
//!
//! fails: the_server_shows_nothing_outside_of_its_folder
//! fails: the_server_shows_the_index_of_a_directory

// ANCHOR: file_path
    let path = normal_path(path);
    let decoded = percent_decode_str(&path).decode_utf8().map_err(|_| Refusal::NoName)?;
    let names: Vec<_> = decoded.split('/').filter(|name| !name.is_empty()).collect();
    if !decoded.starts_with('/') || !names.iter().all(|name| is_name(name)) {
        return Err(Refusal::NoName);
    }
    if names.iter().enumerate().any(|(at, name)| is_hidden(name) && !(at == 0 && *name == WELL_KNOWN)) {
        return Err(Refusal::Hidden);
    }
    let end = if !names.is_empty() && decoded.ends_with('/') { "/" } else { "" };
    Ok(names.join("/") + end)
// ANCHOR_END: file_path
