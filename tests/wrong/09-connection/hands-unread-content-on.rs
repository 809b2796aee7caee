//! Does not throw away content that nobody reads: its end is not seen, and no next request.
//!
//! fails: nothing_yet

// ANCHOR: receive
        loop {
            match self.incoming {
                Incoming::Head => return self.decode_head(input),
                Incoming::Content(_) => match self.decode_content(input)? {
                    None => return Ok(None),
                    Some(Part::Content(content)) => return Ok(Some(Event::Content(content))),
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
