//! Ends the connection, without a word, when the content was not read.
//!
//! fails: the_server_answers_one_request_after_another_on_one_connection
//! fails: the_server_answers_requests_that_come_together_in_their_order
//! fails: the_server_answers_what_came_before_the_client_closed_its_side
//! fails: the_server_answers_what_is_right_then_what_is_wrong_then_nothing
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants
//! fails: the_server_counts_a_wait_from_its_own_beginning
//! fails: the_server_ends_a_response_of_unknown_length_as_the_client_can_see_it
//! fails: the_server_gives_up_a_request_that_does_not_end
//! fails: the_server_keeps_the_connection_to_http_1_0_when_asked_to
//! fails: the_server_keeps_the_connection_whatever_else_the_options_are
//! fails: the_server_leaves_100_out_when_the_content_is_there
//! fails: the_server_never_takes_content_for_a_request
//! fails: the_server_remembers_nothing_of_the_request_before
//! fails: the_server_sends_no_content_after_head_and_goes_on
//! fails: the_server_throws_unread_content_away_however_it_comes
//! fails: the_server_says_100_in_its_turn_and_once

// ANCHOR: complete
        self.outgoing = Outgoing::Complete;
        if self.request.persists && matches!(self.incoming, Incoming::Complete) {
            self.next_request();
        } else {
            self.incoming = Incoming::Over;
        }
// ANCHOR_END: complete
