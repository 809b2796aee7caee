//! Waits anew for the close whenever octets come after the last response.
//!
//! fails: the_server_gives_up_a_client_that_drips

// ANCHOR: deadline
        let moved = std::mem::take(&mut self.moved);
        match &mut self.wait {
            Some((before, pace)) if *before == wait && wait != Wait::Close => {
                Some(if wait == Wait::Content { pace.deadline(moved, now) } else { pace.end() })
            }
            _ => {
                let pace = Pace::new(most, timeouts.rate, now);
                self.wait = Some((wait, pace));
                Some(pace.end())
            }
        }
// ANCHOR_END: deadline
