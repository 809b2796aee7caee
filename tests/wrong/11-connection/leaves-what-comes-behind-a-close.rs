//! Leaves what comes after a close where it is.
//!
//! fails: the_server_answers_nothing_after_a_close
//! fails: the_server_closes_when_the_page_says_so
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants
//! fails: the_server_does_not_lose_its_last_response_to_a_reset

// ANCHOR: receive
        loop {
            match self.state.incoming {
                Incoming::Head => return self.decode_head(input),
                Incoming::Content(_) => match self.decode_content(input)? {
                    None => return Ok(None),
                    Some(Part::Content(content)) if self.state.is_complete() => self.state.discard(content.len()),
                    Some(Part::Content(content)) => return Ok(Some(Event::Content(content))),
                    Some(Part::End(_)) if self.state.is_complete() => self.state.next_request(),
                    Some(Part::End(trailers)) => return Ok(Some(Event::End(trailers))),
                },
                Incoming::Complete | Incoming::Over => return Ok(None),
            }
        }
// ANCHOR_END: receive
