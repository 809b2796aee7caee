//! Reads on only when octets have come already: those that are on their way meet a reset.
//!
//! fails: the_server_does_not_lose_its_last_response_to_a_reset
//! fails: the_server_does_not_wait_for_a_client_that_never_closes
//! fails: the_server_gives_the_place_away_of_a_client_that_has_its_last_response

        // ANCHOR: linger
        if self.input.unused().is_empty() {
            return Ok(());
        }
        self.transport().finish()?;
        self.waits();
        (self.input, self.output) = (Input::default(), Vec::new());
        self.read_to_the_end();
        Ok(())
        // ANCHOR_END: linger
