//! Gives the client the whole time again whenever octets come.
//!
//! fails: the_server_gives_up_a_client_that_drips

// ANCHOR: deadline
        self.moved = 0;
        let pace = Pace::new(most, timeouts.rate, now);
        self.wait = Some((wait, pace));
        Some(pace.end())
// ANCHOR_END: deadline
