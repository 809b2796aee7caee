//! Takes CR, CR, LF for a line end.
//!
//! fails: the_server_ends_lines_at_cr_lf_and_nothing_else

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
        if text > room {
            return Ok(Found::TooLong(room));
        }
        match &input[text..] {
            [] => Ok(self.part(text, false)),
            [b'\r'] => Ok(self.part(text, true)),
            [b'\r', b'\n', ..] => Ok(self.end(text + 2)),
            [b'\r', b'\r', b'\n', ..] => Ok(self.end(text + 3)),
            [b'\r', ..] => Err(Error::new(ErrorKind::BareCr, self.offset + text)),
            [b'\n', ..] => Err(Error::new(ErrorKind::BareLf, self.offset + text)),
            _ => Err(Error::new(ErrorKind::ControlOctet, self.offset + text)),
        }
// ANCHOR_END: find
