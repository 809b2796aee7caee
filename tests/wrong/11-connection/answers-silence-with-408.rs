//! Says 408 to a client that has asked for nothing.
//!
//! fails: the_server_ends_a_connection_that_rests_too_long

// ANCHOR: timed_out
        let Some(wait) = self.state.waiting.is_over(now) else { return Ok(()) };
        let late = match wait {
            Wait::Head | Wait::Request => Some(RequestError::HeadLate),
            Wait::Content => Some(RequestError::ContentLate),
            Wait::Close => {
                self.state.end_input();
                None
            }
        };
        self.give_up_unless(late)
// ANCHOR_END: timed_out
