//! Hands on the line end after the data as content.
//!
//! fails: the_client_prints_content_in_chunks
//! fails: the_server_asks_for_content_that_is_held_back
//! fails: the_server_keeps_trailers_apart_from_the_head
//! fails: the_server_knows_chunked_however_it_is_written
//! fails: the_server_reads_the_content_of_every_method
//! fails: the_server_returns_chunks_in_chunks
//! fails: the_server_says_what_is_wrong_and_where
//! fails: the_server_skips_chunk_extensions
//! fails: the_server_stops_at_the_end_of_the_content
//! fails: the_server_takes_content_in_many_pieces
//! fails: the_server_takes_content_that_is_cut_anywhere
//! fails: the_server_takes_so_many_extensions_and_no_more
//! fails: the_server_wants_a_line_end_after_the_data
//! fails: the_server_takes_so_many_digits_of_a_size_and_no_more

// ANCHOR: decode
    self.next = match &mut self.next {
        Next::Size => match self.size(input)? {
            None => return Ok(None),
            Some(0) => Next::Trailers(self.trailers()),
            Some(size) => Next::Data(size.saturating_add(2)),
        },
        Next::Data(0) => Next::Size,
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
