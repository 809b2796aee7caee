//! Repeats a request that failed on a connection that nobody had used before.
//!
//! fails: a_request_on_a_connection_that_was_closed_is_repeated_once_if_it_may_be

        // ANCHOR: repeat
        let (client, _) = self.client(server)?;
        let mut exchanged = self.exchange_on(client, server, head, open()?, &mut each);
        let refused = exchanged.as_ref().err().and_then(ExchangeError::refusal);
        if refused.is_some_and(|refusal| may_repeat(&head.method, true, &refusal)) {
            let client = self.connect(server)?;
            exchanged = self.exchange_on(client, server, head, open()?, &mut each);
        }
        exchanged.map_err(|error| Failure::of_exchange(error, &server.to_string()))
        // ANCHOR_END: repeat
