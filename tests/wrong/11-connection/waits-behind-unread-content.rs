//! Asks for more octets after unread content, though the next request may be there.
//!
//! fails: the_server_answers_requests_that_come_together_in_their_order
//! fails: the_server_answers_what_came_before_the_client_closed_its_side
//! fails: the_server_answers_what_is_right_then_what_is_wrong_then_nothing
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants
//! fails: the_server_gives_up_a_request_that_does_not_end
//! fails: the_server_leaves_100_out_when_the_content_is_there
//! fails: the_server_never_takes_content_for_a_request
//! fails: the_server_remembers_nothing_of_the_request_before
//! fails: the_server_sends_no_content_after_head_and_goes_on
//! fails: the_server_throws_unread_content_away_however_it_comes
//! fails: the_server_says_100_in_its_turn_and_once

// ANCHOR: receive
        loop {
            match self.state.incoming {
                Incoming::Head => return self.decode_head(input),
                Incoming::Content(_) => match self.decode_content(input)? {
                    None => return Ok(None),
                    Some(Part::Content(content)) if self.state.is_complete() => self.state.discard(content.len()),
                    Some(Part::Content(content)) => return Ok(Some(Event::Content(content))),
                    Some(Part::End(_)) if self.state.is_complete() => { self.state.next_request(); return Ok(None); }
                    Some(Part::End(trailers)) => return Ok(Some(Event::End(trailers))),
                },
                Incoming::Complete => return Ok(None),
                Incoming::Over => {
                    *input = &[];
                    return Ok(None);
                }
            }
        }
// ANCHOR_END: receive
