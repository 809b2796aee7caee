//! Closes at once after the last response: octets that are unread reset the connection.
//!
//! fails: the_server_does_not_lose_its_last_response_to_a_reset
//! fails: the_server_does_not_wait_for_a_client_that_never_closes
//! fails: the_server_gives_the_place_away_of_a_client_that_has_its_last_response

    // ANCHOR: close
    pub(crate) fn close(&mut self) -> io::Result<()> {
        self.flush()
    }
    // ANCHOR_END: close
