//! Gives the content of a request the whole time again whenever octets of it come.
//!
//! fails: the_server_gives_up_a_client_that_drips

// ANCHOR: deadline
        self.moved = 0;
        match &self.wait {
            Some((before, pace)) if *before == wait && wait != Wait::Content => Some(pace.end()),
            _ => {
                let pace = Pace::new(most, timeouts.rate, now);
                self.wait = Some((wait, pace));
                Some(pace.end())
            }
        }
// ANCHOR_END: deadline
