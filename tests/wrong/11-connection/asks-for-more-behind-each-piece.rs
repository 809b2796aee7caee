//! Asks for more octets after each piece of content that it throws away, though more may be there.
//!
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants
//! fails: the_server_throws_unread_content_away_however_it_comes
//! fails: the_server_never_takes_content_for_a_request

// ANCHOR: receive
        loop {
            match self.state.incoming {
                Incoming::Head => return self.decode_head(input),
                Incoming::Content(_) => match self.decode_content(input)? {
                    None => return Ok(None),
                    Some(Part::Content(content)) if self.state.is_complete() => {
                        self.state.discard(content.len());
                        return Ok(None);
                    }
                    Some(Part::Content(content)) => return Ok(Some(Event::Content(content))),
                    Some(Part::End(_)) if self.state.is_complete() => self.state.next_request(),
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
