//! Puts both states back after unread content, but not the wait: the next rest begins in the past.
//!
//! fails: the_server_counts_a_wait_from_its_own_beginning

// ANCHOR: receive
        loop {
            match self.state.incoming {
                Incoming::Head => return self.decode_head(input),
                Incoming::Content(_) => match self.decode_content(input)? {
                    None => return Ok(None),
                    Some(Part::Content(content)) if self.state.is_complete() => self.state.discard(content.len()),
                    Some(Part::Content(content)) => return Ok(Some(Event::Content(content))),
                    Some(Part::End(_)) if self.state.is_complete() => {
                        self.state.incoming = Incoming::Head;
                        self.state.outgoing = Outgoing::Nothing;
                    }
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
