//! Looks for octets that may not stand in a line before it looks at the limit, so the result depends on what comes after it.
//!
//! fails: the_server_does_not_wait_for_the_end_of_a_line_that_is_too_long

// ANCHOR: find
        if self.after_cr {
            return match input {
                [] => Ok(Found::Part),
                [b'\n', ..] => Ok(self.end(1)),
                _ => Err(Error::new(ErrorKind::BareCr, self.offset - 1)),
            };
        }
        let text = syntax::line_length(input);
        let room = limit.saturating_sub(self.length);
        match &input[text..] {
            [] if text > room => Ok(Found::TooLong(room)),
            [b'\r', b'\n', ..] | [b'\r'] if text > room => Ok(Found::TooLong(room)),
            [] => Ok(self.part(text, false)),
            [b'\r'] => Ok(self.part(text, true)),
            [b'\r', b'\n', ..] => Ok(self.end(text + 2)),
            [b'\r', ..] => Err(Error::new(ErrorKind::BareCr, self.offset + text)),
            [b'\n', ..] => Err(Error::new(ErrorKind::BareLf, self.offset + text)),
            _ => Err(Error::new(ErrorKind::ControlOctet, self.offset + text)),
        }
// ANCHOR_END: find
