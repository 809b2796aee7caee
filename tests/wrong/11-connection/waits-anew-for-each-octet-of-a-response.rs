//! Gives the server the whole time again whenever octets of its response come.
//!
//! fails: the_client_gives_up_a_server_that_drips

// ANCHOR: answer_deadline
        self.moved = 0;
        let pace = Pace::new(most, timeouts.rate, now);
        self.wait = Some((wait, pace));
        Some(pace.end())
// ANCHOR_END: answer_deadline
