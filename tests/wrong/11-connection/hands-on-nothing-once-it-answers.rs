//! Throws content away from the first octet of the response on, not from its last.
//!
//! fails: the_server_keeps_the_connection_after_a_large_upload

// ANCHOR: receive
        loop {
            match self.state.incoming {
                Incoming::Head => return self.decode_head(input),
                Incoming::Content(_) => match self.decode_content(input)? {
                    None => return Ok(None),
                    Some(Part::Content(content)) if !self.is_due() => self.state.discard(content.len()),
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
