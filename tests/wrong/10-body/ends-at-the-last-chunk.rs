//! Ends at the chunk of size 0, and does not read the trailer section after it.
//!
//! fails: the_client_prints_content_in_chunks
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_does_not_take_a_part_for_the_whole
//! fails: the_server_ends_lines_of_chunks_at_cr_lf_and_nothing_else
//! fails: the_server_gives_up_content_that_does_not_come
//! fails: the_server_keeps_trailers_apart_from_the_head
//! fails: the_server_reads_trailers_as_strictly_as_fields
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: decode
    self.next = match &mut self.next {
        Next::Size => match self.size(input)? {
            None => return Ok(None),
            Some(0) => return Ok(Some(Part::End(request::Fields::new()))),
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
        Next::Trailers(section) => return Ok(section.decode(input)?.map(Part::End)),
    };
// ANCHOR_END: decode
