//! Hands on a piece of content without octets where octets are missing, again and again.
//!
//! fails: the_client_prints_content_in_chunks
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_does_not_end_a_response_that_went_wrong
//! fails: the_server_does_not_take_a_part_for_the_whole
//! fails: the_server_gives_up_content_that_does_not_come
//! fails: the_server_says_what_is_wrong_and_where
//! fails: the_server_takes_a_form_up_to_its_limit
//! fails: the_server_takes_content_in_many_pieces
//! fails: the_server_takes_content_that_is_cut_anywhere

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
            return Ok(Some(Part::Content(piece)));
        }
        Next::DataEnd => {
            if !self.line_end(input)? {
                return Ok(None);
            }
            Next::Size
        }
        Next::Trailers(section) => return Ok(section.decode(input)?.map(Part::End)),
    };
// ANCHOR_END: decode
