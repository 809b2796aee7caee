//! Looks for the next request after one that it could not read.
//!
//! fails: the_server_gives_up_a_client_that_drips
//! fails: the_server_answers_what_is_right_then_what_is_wrong_then_nothing
//! fails: the_server_does_not_lose_its_last_response_to_a_reset
//! fails: the_server_gives_up_a_request_that_does_not_end

// ANCHOR: give_up
        let head = if let RequestError::Head(error) = error { Some(error) } else { self.decoder.incomplete() };
        let is_first = matches!(self.state.outgoing, Outgoing::Nothing);
        let persists = is_first || self.state.request.persists;
        self.state.give_up(head.is_some_and(|error| error.is_about_head()));
        self.state.request.persists = persists;
        self.state.incoming = Incoming::Complete;
        self.decoder = RequestDecoder::new(self.settings.head);
// ANCHOR_END: give_up
