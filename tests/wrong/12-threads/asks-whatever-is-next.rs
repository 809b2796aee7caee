//! Reads on after the last request, which `next` says is the last.
//!
//! fails: the_server_answers_a_thousand_requests_that_come_together
//! fails: ctrl_c_ends_the_server
//! fails: the_server_answers_a_request_that_comes_at_the_last_moment
//! fails: the_server_answers_a_request_that_was_cut_off
//! fails: the_server_closes_an_idle_connection_without_a_word
//! fails: the_server_does_not_lose_its_last_response_to_a_reset
//! fails: the_server_does_not_wait_for_a_client_that_never_closes
//! fails: the_server_does_not_wait_for_ever_when_it_ends
//! fails: the_server_finishes_the_responses_in_flight
//! fails: the_server_gives_a_place_to_the_next_client
//! fails: the_server_gives_nobody_up_because_of_a_signal
//! fails: the_server_gives_the_place_away_of_a_client_that_has_its_last_response
//! fails: the_server_gives_up_a_client_that_does_not_read
//! fails: the_server_gives_up_a_client_that_only_sends
//! fails: the_server_gives_up_a_client_that_reads_too_little
//! fails: the_server_gives_up_a_head_that_does_not_end
//! fails: the_server_gives_up_content_that_comes_too_slowly
//! fails: the_server_gives_up_content_that_does_not_come
//! fails: the_server_lets_who_waits_longest_make_room
//! fails: the_server_looks_at_the_time_when_octets_have_come
//! fails: the_server_serves_many_clients_at_a_time
//! fails: the_server_turns_clients_away_when_it_gets_no_thread
//! fails: the_server_uses_its_threads_again
//! fails: the_server_waits_for_a_client_that_reads_enough
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away
//! fails: the_server_sleeps_while_its_clients_do

        // ANCHOR: request
        loop {
            match self.take(usize::MAX, |event| if let Event::Request(head) = event { Some(head) } else { None })? {
                Some(Some(head)) => {
                    self.length = self.connection.content_left();
                    return Ok(Some(head));
                }
                Some(None) => {}
                None => self.wait_for_request()?,
            }
        }
        // ANCHOR_END: request
