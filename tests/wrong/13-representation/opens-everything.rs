//! Opens whatever there is.
//!
//! fails: the_server_follows_no_link_out_of_its_folder_and_opens_no_pipe

// ANCHOR: find
        let file = self.dir.open_with(path, OpenOptions::new().read(true).nonblock(true))?.into_std();
        let metadata = file.metadata()?;
        Ok(if metadata.is_dir() { Entry::Directory } else { Entry::File(file, metadata) })
// ANCHOR_END: find
