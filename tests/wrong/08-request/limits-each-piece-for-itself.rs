//! Holds each piece of a line against the limit, and not all of them together.
//!
//! fails: the_server_does_not_wait_for_the_end_of_a_line_that_is_too_long
//! fails: the_server_says_where_a_request_is_wrong
//! fails: the_server_takes_a_field_line_up_to_its_limit
//! fails: the_server_takes_a_field_section_up_to_its_limit

// ANCHOR: find
        if self.after_cr {
            return match input {
                [] => Ok(Found::Part),
                [b'\n', ..] => Ok(self.end(1)),
                _ => Err(Error::new(ErrorKind::BareCr, self.offset - 1)),
            };
        }
        let text = syntax::line_length(input);
        if text > limit {
            return Ok(Found::TooLong(limit));
        }
        match &input[text..] {
            [] => Ok(self.part(text, false)),
            [b'\r'] => Ok(self.part(text, true)),
            [b'\r', b'\n', ..] => Ok(self.end(text + 2)),
            [b'\r', ..] => Err(Error::new(ErrorKind::BareCr, self.offset + text)),
            [b'\n', ..] => Err(Error::new(ErrorKind::BareLf, self.offset + text)),
            _ => Err(Error::new(ErrorKind::ControlOctet, self.offset + text)),
        }
// ANCHOR_END: find
