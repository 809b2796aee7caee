//! Looks for the next request behind one that it could not read.
//!
//! fails: the_server_gives_up_a_client_that_drips
//! fails: the_server_answers_what_is_right_then_what_is_wrong_then_nothing
//! fails: the_server_does_not_lose_its_last_answer_to_a_reset
//! fails: the_server_gives_up_a_request_that_does_not_end

// ANCHOR: give_up
        if matches!(self.outgoing, Outgoing::Nothing) {
            let head = if let Error::Head(error) = error { Some(error) } else { self.decoder.incomplete() };
            let method = if head.is_some_and(|error| error.is_about_head()) { Method::Head } else { Method::Get };
            self.asked = Asked { method, persists: true, ..Asked::nothing() };
            self.outgoing = Outgoing::Due;
        }
        self.asked.expects_continue = false;
        self.incoming = Incoming::Complete;
        self.decoder = RequestDecoder::new(self.settings.head);
// ANCHOR_END: give_up
