//! Says 408 to a client that has asked for nothing.
//!
//! fails: the_server_ends_a_connection_that_rests_too_long

// ANCHOR: timed_out
        let Some((wait, _)) = self.wait.as_ref().filter(|(_, pace)| now >= pace.end()) else { return Ok(()) };
        let late = match wait {
            Wait::Head | Wait::Request => Some(Fault::HeadLate.into()),
            Wait::Content => Some(Fault::ContentLate.into()),
            Wait::Close => {
                self.ended = true;
                None
            }
        };
        self.give_up_unless(late)
// ANCHOR_END: timed_out
