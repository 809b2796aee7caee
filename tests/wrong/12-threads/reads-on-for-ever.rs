//! Reads on after the last response for as long as the client sends something.
//!
//! fails: the_server_does_not_wait_for_a_client_that_never_closes

        // ANCHOR: linger
        self.transport().finish()?;
        self.waits();
        (self.input, self.output) = (Input::default(), Vec::new());
        loop {
            let now = Instant::now();
            if !matches!(self.timed.read(&mut [0; FIRST], now + SHORT_LINGER, now), Ok(1..)) {
                return Ok(());
            }
        }
        // ANCHOR_END: linger
