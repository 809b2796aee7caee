//! Throws away what stands after a request that is not answered yet: the next request.
//!
//! fails: the_server_answers_a_thousand_requests_that_come_together
//! fails: the_server_answers_requests_that_come_together_in_their_order
//! fails: the_server_answers_what_came_before_the_client_closed_its_side
//! fails: the_server_leaves_100_out_when_the_content_is_there
//! fails: the_server_takes_two_requests_that_are_cut_anywhere
//! fails: the_server_answers_what_is_right_then_what_is_wrong_then_nothing

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
                Incoming::Complete => {
                    *input = &[];
                    return Ok(None);
                }
                Incoming::Over => {
                    *input = &[];
                    return Ok(None);
                }
            }
        }
// ANCHOR_END: receive
