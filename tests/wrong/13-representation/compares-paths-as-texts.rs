//! Follows links, and looks whether the path it comes to begins with the letters of the root's.
//!
//! fails: the_server_follows_no_link_out_of_its_folder_and_opens_no_pipe

// ANCHOR: find
        let root = fs::canonicalize(self.path)?;
        let place = fs::canonicalize(root.join(path))?;
        if !place.to_string_lossy().starts_with(&*root.to_string_lossy()) {
            return Err(Refusal::Outside);
        }
        let metadata = fs::metadata(&place)?;
        if metadata.is_dir() {
            return Ok(Entry::Directory);
        }
        if !metadata.is_file() {
            return Err(Refusal::Special);
        }
        Ok(Entry::File(File::open(place)?, metadata))
// ANCHOR_END: find
