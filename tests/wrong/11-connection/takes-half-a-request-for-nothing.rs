//! Closes without a response when the client ends in the middle of a request.
//!
//! fails: the_server_answers_what_came_before_the_client_closed_its_side
//! fails: the_server_sends_no_content_after_head_and_goes_on

// ANCHOR: end_of_input
        self.state.end_input();
        if !matches!(self.state.incoming, Incoming::Complete) {
            self.abort();
        }
        Ok(())
// ANCHOR_END: end_of_input
