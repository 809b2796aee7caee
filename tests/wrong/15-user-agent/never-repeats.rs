//! Takes a connection that was closed while it was idle for a failure.
//!
//! fails: a_request_on_a_connection_that_was_closed_is_repeated_once_if_it_may_be

        // ANCHOR: repeat
        let (client, _) = self.client(server)?;
        self.exchange_on(client, server, head, open()?, &mut each)
            .map_err(|error| Failure::of_exchange(error, &server.to_string()))
        // ANCHOR_END: repeat
