//! Lets the deadline of content stand, as that of a head does, however much of it comes.
//!
//! fails: the_server_waits_for_content_that_keeps_its_pace
//! fails: the_client_waits_for_content_that_keeps_its_pace

// ANCHOR: waiting
        self.moved = 0;
        match &self.wait {
            Some((before, pace)) if *before == wait => pace.end(),
            _ => {
                let pace = Pace::new(timeouts.most(wait), timeouts.rate, now);
                self.wait = Some((wait, pace));
                pace.end()
            }
        }
// ANCHOR_END: waiting
