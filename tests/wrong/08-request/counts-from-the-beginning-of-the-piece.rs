//! Names the octet that is wrong by its place in the piece, not in the message.
//!
//! fails: the_server_says_where_a_request_is_wrong

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
            [b'\r', ..] => Err(Error::new(ErrorKind::BareCr, text)),
            [b'\n', ..] => Err(Error::new(ErrorKind::BareLf, text)),
            _ => Err(Error::new(ErrorKind::ControlOctet, text)),
        }
// ANCHOR_END: find
