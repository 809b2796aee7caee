//! Closes without Connection: close in the response.
//!
//! fails: the_server_gives_up_a_client_that_drips
//! fails: the_server_answers_a_thousand_requests_that_come_together
//! fails: the_server_dates_each_response
//! fails: the_server_answers_nothing_after_a_close
//! fails: the_server_answers_one_request_after_another_on_one_connection
//! fails: the_server_answers_requests_that_come_together_in_their_order
//! fails: the_server_answers_what_is_right_then_what_is_wrong_then_nothing
//! fails: the_server_closes_after_a_response_to_http_1_0
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants
//! fails: the_server_does_not_lose_its_last_response_to_a_reset
//! fails: the_server_ends_a_response_of_unknown_length_as_the_client_can_see_it
//! fails: the_server_finds_close_in_any_letter_case_and_list
//! fails: the_server_gives_up_a_request_that_does_not_end
//! fails: the_server_keeps_nobody_waiting_for_an_open_connection
//! fails: the_server_leaves_100_out_when_the_content_is_there
//! fails: the_server_never_takes_content_for_a_request
//! fails: the_server_outlives_clients_that_leave
//! fails: the_server_refuses_content_that_it_does_not_want_instead_of_saying_100
//! fails: the_server_sends_no_content_after_head_and_goes_on
//! fails: the_server_takes_two_requests_that_are_cut_anywhere
//! fails: the_server_throws_unread_content_away_however_it_comes

// ANCHOR: announce
        if request.persists && request.version < Version::HTTP_11 {
            return fields.push("Connection", "keep-alive");
        }
        Ok(())
// ANCHOR_END: announce
