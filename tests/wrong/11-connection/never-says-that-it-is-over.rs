//! Begins the next request where the connection goes on, and does nothing where it ends.
//!
//! fails: the_server_gives_up_a_client_that_drips
//! fails: the_server_dates_each_response
//! fails: the_server_answers_nothing_after_a_close
//! fails: the_server_outlives_clients_that_leave
//! fails: the_server_answers_one_request_after_another_on_one_connection
//! fails: the_server_closes_after_a_response_to_http_1_0
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants
//! fails: the_server_closes_when_the_page_says_so
//! fails: the_server_does_not_lose_its_last_response_to_a_reset
//! fails: the_server_ends_a_response_of_unknown_length_as_the_client_can_see_it
//! fails: the_server_finds_close_in_any_letter_case_and_list
//! fails: the_server_keeps_the_connection_to_http_1_0_when_asked_to
//! fails: the_server_refuses_content_that_it_does_not_want_instead_of_saying_100

// ANCHOR: complete
        self.outgoing = Outgoing::Complete;
        if self.request.persists && matches!(self.incoming, Incoming::Complete) {
            self.next_request();
        }
// ANCHOR_END: complete
