//! Sends a compressed file that is older than the file it was made from.
//!
//! fails: the_server_prefers_what_was_compressed_before

// ANCHOR: precompressed
    let _ = metadata;
    let name = format!("{file}.gz");
    match root.find(Path::new(&name)).ok()? {
        Entry::File(compressed, its) => {
            let version = Version::of(&name, compressed, &its, now).ok()?;
            Some((version.source, version.validators))
        }
        Entry::Directory => None,
    }
// ANCHOR_END: precompressed
