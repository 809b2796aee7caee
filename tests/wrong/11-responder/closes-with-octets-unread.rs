//! Closes at once behind the last answer: octets that are unread reset the connection.
//!
//! fails: the_server_does_not_lose_its_last_answer_to_a_reset
//! fails: the_server_gives_up_a_head_that_does_not_end
//! fails: the_server_gives_up_content_that_comes_too_slowly

    // ANCHOR: close
    pub(crate) fn close(&mut self) -> io::Result<()> {
        self.flush()
    }
    // ANCHOR_END: close
