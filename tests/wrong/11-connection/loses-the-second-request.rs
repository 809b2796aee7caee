//! Forgets what stands in its buffer after the first request.
//!
//! fails: the_server_ends_a_connection_that_rests_too_long
//! fails: the_server_never_says_100_to_http_1_0
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants
//! fails: the_client_asks_again_when_the_server_closed_between_two_requests
//! fails: the_client_asks_for_many_urls_on_one_connection
//! fails: the_client_connects_anew_when_the_server_said_close
//! fails: the_client_does_not_ask_twice_for_what_may_be_done_twice
//! fails: the_client_finds_the_end_of_each_kind_of_response
//! fails: the_client_has_a_connection_for_each_server
//! fails: the_client_hears_a_response_while_it_sends
//! fails: the_client_says_that_a_response_is_incomplete
//! fails: the_client_sends_content_with_each_request
//! fails: the_client_takes_nothing_that_it_has_not_asked_for
//! fails: the_client_takes_the_close_for_the_end_of_a_response_without_length
//! fails: the_server_answers_a_thousand_requests_that_come_together
//! fails: the_server_answers_requests_that_come_together_in_their_order
//! fails: the_server_answers_what_came_before_the_client_closed_its_side
//! fails: the_server_answers_what_is_right_then_what_is_wrong_then_nothing
//! fails: the_server_counts_a_wait_from_its_own_beginning
//! fails: the_server_gives_up_a_request_that_does_not_end
//! fails: the_server_keeps_the_connection_after_a_large_upload
//! fails: the_server_leaves_100_out_when_the_content_is_there
//! fails: the_server_never_takes_content_for_a_request
//! fails: the_server_remembers_nothing_of_the_request_before
//! fails: the_server_says_100_when_it_wants_the_content
//! fails: the_server_sends_no_content_after_head_and_goes_on
//! fails: the_server_takes_two_requests_that_are_cut_anywhere
//! fails: the_server_says_100_in_its_turn_and_once
//! fails: the_server_waits_for_content_that_keeps_its_pace
//! fails: the_client_waits_for_content_that_keeps_its_pace

// ANCHOR: take
    fn take(&mut self, mut input: &[u8]) -> io::Result<()> {
        match self.connection.receive(&mut input) {
            Ok(Some(event)) => self.application.respond(event, &mut self.connection, &mut self.output)?,
            Ok(None) => {}
            Err(error) => return self.refuse(error),
        }
        if self.application.wants_content() {
            self.connection.want_content(&mut self.output);
        }
        Ok(())
    }
// ANCHOR_END: take

// ANCHOR: take_response
        if let Some(event) = self.connection.receive(&mut input)? {
            each(event)?;
        }
        Ok(())
// ANCHOR_END: take_response
