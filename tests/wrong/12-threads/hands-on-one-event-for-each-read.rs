//! Hands on one event, and waits for more octets before it looks for the next one.
//!
//! fails: the_client_hands_on_what_comes_while_it_comes
//! fails: the_client_asks_for_many_urls_on_one_connection
//! fails: the_client_hears_a_response_while_it_sends
//! fails: the_client_knows_an_end_from_a_reset
//! fails: the_client_takes_back_what_it_sends

        // ANCHOR: receive
        let mut input = self.input.unused();
        let before = input.len();
        let event = self.connection.receive(&mut input)?;
        let used = before - input.len();
        event.map_or(Ok(()), &mut *each).map_err(ExchangeError::Caller)?;
        self.input.use_up(used);
        Ok(())
        // ANCHOR_END: receive
