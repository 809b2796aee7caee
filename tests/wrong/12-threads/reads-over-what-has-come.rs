//! Reads again when octets have come: what came before is overwritten.
//!
//! fails: the_server_answers_a_thousand_requests_that_come_together
//! fails: the_server_finishes_the_responses_in_flight
//! fails: the_server_gives_up_a_client_that_only_sends
//! fails: the_server_lets_a_client_take_its_time_that_keeps_the_pace
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away
//! fails: the_server_lets_who_waits_longest_make_room
//! fails: the_server_sends_what_it_has_before_it_waits
//! fails: the_server_serves_many_clients_at_a_time
//! fails: the_server_turns_clients_away_when_it_gets_no_thread
//! fails: the_server_turns_clients_away_when_there_are_too_many
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            let was_idle = self.connection.is_idle();
            match self.read(deadline, now) {
                Ok(0) => return Ok(self.connection.end_of_input()?),
                Ok(_) if was_idle => return Ok(()),
                Ok(_) => self.connection.timed_out(Instant::now())?,
                Err(error) if error.kind() == ErrorKind::TimedOut => self.connection.timed_out(Instant::now())?,
                Err(error) => return Err(error.into()),
            }
            if matches!(self.connection.next(), Next::Linger | Next::Close) {
                return Ok(());
            }
        }
        // ANCHOR_END: wait
