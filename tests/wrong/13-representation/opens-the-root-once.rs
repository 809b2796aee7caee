//! Opens the folder with the first request, and shows that one for ever.
//!
//! fails: the_server_notices_that_a_file_is_gone

// ANCHOR: open
    static ROOT: std::sync::OnceLock<io::Result<Dir>> = std::sync::OnceLock::new();
    match ROOT.get_or_init(|| Dir::open_ambient_dir(path, ambient_authority())) {
        Ok(dir) => dir.try_clone(),
        Err(error) => Err(error.kind().into()),
    }
// ANCHOR_END: open
