//! Looks for keep-alive only where it matters, and never for close.
//!
//! fails: the_server_gives_up_a_client_that_drips
//! fails: the_client_connects_anew_when_the_server_said_close
//! fails: the_server_dates_each_response
//! fails: the_server_answers_a_thousand_requests_that_come_together
//! fails: the_server_answers_nothing_after_a_close
//! fails: the_server_answers_one_request_after_another_on_one_connection
//! fails: the_server_answers_requests_that_come_together_in_their_order
//! fails: the_server_closes_after_a_response_to_http_1_0
//! fails: the_server_does_not_lose_its_last_response_to_a_reset
//! fails: the_server_finds_close_in_any_letter_case_and_list
//! fails: the_server_keeps_nobody_waiting_for_an_open_connection
//! fails: the_server_leaves_100_out_when_the_content_is_there
//! fails: the_server_never_takes_content_for_a_request
//! fails: the_server_outlives_clients_that_leave
//! fails: the_server_sends_no_content_after_head_and_goes_on
//! fails: the_server_takes_two_requests_that_are_cut_anywhere
//! fails: the_server_throws_unread_content_away_however_it_comes

// ANCHOR: persists
    version >= Version::HTTP_11 || fields.lists("Connection", "keep-alive")
// ANCHOR_END: persists
