//! Skips whatever stands between the data of a chunk and the next line end.
//!
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_says_what_is_wrong_and_where
//! fails: the_server_wants_a_line_end_after_the_data

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
            let complete = self.line(input, 8192)?;
            if !complete {
                return Ok(None);
            }
            self.line.clear();
            Next::Size
        }
        Next::Trailers(section) => return Ok(section.decode(input)?.map(Part::End)),
    };
// ANCHOR_END: decode
