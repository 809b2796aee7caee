//! Closes at once behind the last answer: octets that are unread reset the connection.
//!
//! fails: the_server_does_not_lose_its_last_response_to_a_reset

    // ANCHOR: close
    pub(crate) fn close(&mut self) -> io::Result<()> {
        self.flush()
    }
    // ANCHOR_END: close
