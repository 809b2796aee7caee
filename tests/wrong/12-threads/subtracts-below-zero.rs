//! Subtracts the bound from fewer connections: the number has no sign.
//!
//! fails: the_server_dates_each_response
//! fails: ctrl_c_ends_the_server
//! fails: the_server_answers_a_request_that_comes_at_the_last_moment
//! fails: the_server_answers_a_request_that_was_cut_off
//! fails: the_server_answers_a_thousand_requests_that_come_together
//! fails: the_server_closes_an_idle_connection_without_a_word
//! fails: the_server_does_not_lose_its_last_response_to_a_reset
//! fails: the_server_does_not_wait_for_ever_when_it_ends
//! fails: the_server_finishes_the_responses_in_flight
//! fails: the_server_gives_a_place_to_the_next_client
//! fails: the_server_gives_nobody_up_because_of_a_signal
//! fails: the_server_gives_up_a_client_that_does_not_read
//! fails: the_server_gives_up_a_client_that_only_sends
//! fails: the_server_gives_up_a_client_that_reads_too_little
//! fails: the_server_gives_up_a_head_that_does_not_end
//! fails: the_server_gives_up_content_that_comes_too_slowly
//! fails: the_server_gives_up_content_that_does_not_come
//! fails: the_server_lets_a_client_take_its_time_that_keeps_the_pace
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away
//! fails: the_server_lets_who_waits_longest_make_room
//! fails: the_server_looks_at_the_time_when_octets_have_come
//! fails: the_server_serves_many_clients_at_a_time
//! fails: the_server_sleeps_while_its_clients_do
//! fails: the_server_turns_clients_away_when_there_are_too_many
//! fails: the_server_uses_its_threads_again
//! fails: the_server_waits_for_a_client_that_reads_enough
//! fails: the_server_does_not_wait_for_a_client_that_never_closes
//! fails: the_server_sends_what_it_has_before_it_waits
//! fails: the_server_turns_clients_away_when_it_gets_no_thread

    // ANCHOR: admit
    match open - most {
        0 => Admission::Serve,
        1..=TURNED_AWAY => Admission::TurnAway,
        _ => Admission::Leave,
    }
    // ANCHOR_END: admit
