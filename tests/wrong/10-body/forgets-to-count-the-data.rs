//! Does not count the octets of data, so that every place after them is wrong.
//!
//! fails: the_server_says_what_is_wrong_and_where

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
