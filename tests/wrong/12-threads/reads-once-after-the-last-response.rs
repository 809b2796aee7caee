//! Reads once after the last response, and closes with the rest unread.
//!
//! fails: the_server_does_not_lose_its_last_response_to_a_reset
//! fails: the_server_does_not_wait_for_a_client_that_never_closes

        // ANCHOR: linger
        self.transport().finish()?;
        self.waits();
        (self.input, self.output) = (Input::default(), Vec::new());
        let now = Instant::now();
        self.goes_on(now + SHORT_LINGER, now);
        Ok(())
        // ANCHOR_END: linger
