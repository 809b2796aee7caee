//! Waits for more octets after each event, although those that have come may hold the next request.
//!

        // ANCHOR: request
        while self.connection.next() == Next::Receive {
            match self.take(usize::MAX, |event| if let Event::Request(head) = event { Some(head) } else { None })? {
                Some(Some(head)) => {
                    self.length = self.connection.content_left();
                    return Ok(Some(head));
                }
                _ => self.wait_for_request()?,
            }
        }
        Ok(None)
        // ANCHOR_END: request
