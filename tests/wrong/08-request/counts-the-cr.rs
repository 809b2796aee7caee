//! Counts a CR at the end of a piece as an octet of the line.
//!
//! fails: the_server_takes_a_field_line_up_to_its_limit
//! fails: the_server_takes_so_many_fields_and_no_more

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
        let is_cut = input[text..] == *b"\r";
        if text + usize::from(is_cut) > room {
            return Ok(Found::TooLong(room));
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
