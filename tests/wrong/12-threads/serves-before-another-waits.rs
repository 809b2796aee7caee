//! Lets another thread wait for the next client only when its own has gone.
//!
//! fails: the_server_serves_many_clients_at_a_time
//! fails: the_server_closes_an_idle_connection_without_a_word
//! fails: the_server_does_not_wait_for_a_client_that_never_closes
//! fails: the_server_does_not_wait_for_ever_when_it_ends
//! fails: the_server_finishes_the_responses_in_flight
//! fails: the_server_gives_up_a_head_that_does_not_end
//! fails: the_server_gives_up_content_that_comes_too_slowly
//! fails: the_server_gives_up_content_that_does_not_come
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away
//! fails: the_server_lets_who_waits_longest_make_room
//! fails: the_server_looks_at_the_time_when_octets_have_come
//! fails: the_server_turns_clients_away_when_it_gets_no_thread
//! fails: the_server_turns_clients_away_when_there_are_too_many
//! fails: the_server_waits_for_a_client_that_reads_enough
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away
//! fails: the_server_sleeps_while_its_clients_do
//! fails: the_server_uses_its_threads_again

            // ANCHOR: turn
            let _ = panic::catch_unwind(AssertUnwindSafe(|| (self.serve)(stream, peer)));
            if self.waiting.load(Ordering::SeqCst) >= SPARE {
                break;
            }
            // ANCHOR_END: turn
