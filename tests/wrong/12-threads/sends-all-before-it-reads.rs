//! Sends the whole request before it looks for a response.
//!
//! fails: the_client_hears_a_response_while_it_sends
//! fails: the_client_takes_back_what_it_sends
//! fails: the_client_does_not_give_up_while_a_response_comes

        // ANCHOR: meanwhile
        let _ = each;
        let _ = Self::flush_some;
        self.flush().map_err(ExchangeError::from)
        // ANCHOR_END: meanwhile
