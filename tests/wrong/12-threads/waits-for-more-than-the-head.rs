//! Throws away what comes with the head of a request.
//!
//! fails: the_server_answers_a_thousand_requests_that_come_together
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away
//! fails: the_server_lets_who_waits_longest_make_room
//! fails: the_server_looks_at_the_time_when_octets_have_come
//! fails: the_server_sends_what_it_has_before_it_waits
//! fails: the_server_turns_clients_away_when_it_gets_no_thread
//! fails: the_server_turns_clients_away_when_there_are_too_many
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away

        // ANCHOR: request
        while self.connection.next() == Next::Receive {
            match self.take(usize::MAX, |event| if let Event::Request(head) = event { Some(head) } else { None })? {
                Some(Some(head)) => {
                    self.length = self.connection.content_left();
                    self.input.release();
                    return Ok(Some(head));
                }
                Some(None) => {}
                None => self.wait_for_request()?,
            }
        }
        Ok(None)
        // ANCHOR_END: request
