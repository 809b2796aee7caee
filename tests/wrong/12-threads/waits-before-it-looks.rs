//! Waits for octets before it looks at those that have come, which may hold the next request.
//!
//! fails: the_server_answers_a_thousand_requests_that_come_together
//! fails: the_server_sends_what_it_has_before_it_waits
//! fails: the_server_closes_an_idle_connection_without_a_word
//! fails: the_server_finishes_the_responses_in_flight
//! fails: the_server_looks_at_the_time_when_octets_have_come

        // ANCHOR: request
        while self.connection.next() == Next::Receive {
            self.wait_for_request()?;
            let event = self.take(usize::MAX, |event| if let Event::Request(head) = event { Some(head) } else { None })?;
            if let Some(Some(head)) = event {
                self.length = self.connection.content_left();
                return Ok(Some(head));
            }
        }
        Ok(None)
        // ANCHOR_END: request
