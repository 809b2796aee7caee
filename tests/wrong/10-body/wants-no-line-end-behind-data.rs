//! Goes on with the next size when the line end after the data is missing.
//!
//! fails: the_server_ends_lines_of_chunks_at_cr_lf_and_nothing_else
//! fails: the_server_refuses_a_chunk_without_a_size
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
            match input.first() {
                None => return Ok(None),
                Some(b'\r' | b'\n') => {
                    *input = &input[1..];
                    self.offset += 1;
                    continue;
                }
                Some(_) => {}
            }
            Next::Size
        }
        Next::Trailers(section) => return Ok(section.decode(input)?.map(Part::End)),
    };
// ANCHOR_END: decode
