//! Reads the trailer fields and hands on none of them.
//!
//! fails: the_client_prints_content_in_chunks
//! fails: the_server_keeps_trailers_apart_from_the_head

// ANCHOR: decode
    self.next = match &mut self.next {
        Next::Size => match self.size(input)? {
            None => return Ok(None),
            Some(0) => Next::Trailers(self.trailers()),
            Some(size) => Next::Data(size),
        },
        Next::Data(0) => Next::DataEnd,
        Next::Data(left) => {
            let piece = take(input, left);
            self.offset = self.offset.saturating_add(piece.len());
            return Ok(Some(Part::Content(piece)).filter(|_| !piece.is_empty()));
        }
        Next::DataEnd => {
            if !self.line_end(input)? {
                return Ok(None);
            }
            Next::Size
        }
        Next::Trailers(section) => return Ok(section.decode(input)?.map(|_| Part::End(request::Fields::new()))),
    };
// ANCHOR_END: decode
