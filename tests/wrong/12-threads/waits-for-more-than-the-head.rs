//! Throws away what comes with the head of a request.
//!
//! fails: the_server_answers_a_thousand_requests_that_come_together

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
