//! Takes whatever is there for whole when the server has no more, however long its own is.
//!
//! fails: another_version_starts_over
//! fails: a_file_that_is_whole_is_not_fetched_again
//! fails: a_part_is_whole_if_the_server_has_as_much_of_the_same_version

        // ANCHOR: not_satisfiable
        if self.kept.is_some() {
            self.complete()?;
            return Ok(Begun::Complete);
        }
        Ok(self.say_complete())
        // ANCHOR_END: not_satisfiable
