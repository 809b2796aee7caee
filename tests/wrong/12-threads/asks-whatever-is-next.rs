//! Reads on after the last request, which `next` says is the last.
//!
//! fails: the_server_answers_a_thousand_requests_that_come_together

        // ANCHOR: request
        loop {
            match self.take(usize::MAX, |event| if let Event::Request(head) = event { Some(head) } else { None })? {
                Some(Some(head)) => {
                    self.length = self.connection.content_left();
                    return Ok(Some(head));
                }
                Some(None) => {}
                None => self.wait_for_request()?,
            }
        }
        // ANCHOR_END: request
