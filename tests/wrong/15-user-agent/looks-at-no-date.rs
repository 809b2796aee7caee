//! Takes a file of the same length for the same file, although the server's was changed after it.
//!
//! fails: a_file_that_is_whole_is_not_fetched_again

        // ANCHOR: is_complete
        let Some(earlier) = &self.earlier else { return false };
        length == Some(earlier.len())
        // ANCHOR_END: is_complete
