//! Skips two octets after the data, whatever they are.
//!
//! fails: the_server_says_what_is_wrong_and_where
//! fails: the_server_takes_content_in_many_pieces
//! fails: the_server_takes_content_that_is_cut_anywhere
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
                    let two = input.len().min(2);
                    *input = &input[two..];
                    self.offset += two;
                    if two < 2 {
                        return Ok(None);
                    }
                    Next::Size
                }
                Next::Trailers(section) => return Ok(section.decode(input)?.map(Part::End)),
            };
// ANCHOR_END: decode
