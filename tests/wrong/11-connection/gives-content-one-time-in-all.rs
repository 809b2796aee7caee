//! Leaves the deadline of content where it was, however much comes.
//!
//! fails: the_server_lets_a_client_take_its_time_that_keeps_the_pace

// ANCHOR: waiting
        self.moved = 0;
        match &mut self.wait {
            Some((before, pace)) if *before == wait => pace.end(),
            _ => {
                let pace = Pace::new(timeouts.most(wait), timeouts.rate, now);
                self.wait = Some((wait, pace));
                pace.end()
            }
        }
// ANCHOR_END: waiting
