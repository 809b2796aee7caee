//! Does not say that only the client keeps the connection open after the last response.
//!
//! fails: the_server_gives_the_place_away_of_a_client_that_has_its_last_response

        // ANCHOR: linger
        self.transport().finish()?;
        (self.input, self.output) = (Input::default(), Vec::new());
        self.read_to_the_end();
        Ok(())
        // ANCHOR_END: linger
