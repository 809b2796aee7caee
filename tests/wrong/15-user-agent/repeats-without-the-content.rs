//! Sends the head once more, and says that there is no content.
//!
//! fails: a_request_on_a_connection_that_was_closed_is_repeated_once_if_it_may_be

        // ANCHOR: repeat
        let (client, was_used) = self.client(server)?;
        let mut exchanged = self.exchange_on(client, server, head, open()?, &mut each);
        let refused = exchanged.as_ref().err().and_then(ExchangeError::refusal);
        if refused.is_some_and(|refusal| may_repeat(&head.method, was_used, &refusal)) {
            let client = self.connect(server)?;
            exchanged = self.exchange_on(client, server, head, Data::nothing(), &mut each);
        }
        exchanged.map_err(|error| Failure::of_exchange(error, &server.to_string()))
        // ANCHOR_END: repeat
