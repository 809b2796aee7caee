//! Looks for keep-alive only where it matters, and never for close.
//!
//! fails: the_client_connects_anew_when_the_server_said_close
//! fails: the_client_hears_an_answer_while_it_sends
//! fails: the_server_answers_nothing_behind_a_close
//! fails: the_server_answers_one_request_after_another_on_one_connection
//! fails: the_server_closes_behind_an_answer_to_http_1_0
//! fails: the_server_does_not_lose_its_last_answer_to_a_reset
//! fails: the_server_finds_close_in_any_letter_case_and_list

// ANCHOR: persists
    version >= Version::HTTP_11 || fields.lists("Connection", "keep-alive")
// ANCHOR_END: persists
