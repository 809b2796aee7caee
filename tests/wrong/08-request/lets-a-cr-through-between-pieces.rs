//! Does not look whether an LF follows the CR at the end of a piece.
//!
//! fails: the_server_refuses_a_bare_cr_at_the_end_of_a_piece
//! fails: the_server_says_where_a_request_is_wrong
//! fails: the_server_refuses_a_bare_cr_or_lf_in_the_first_line

// ANCHOR: find
    if self.after_cr {
        return match input {
            [] => Ok(Found::Part),
            [b'\n', ..] => Ok(self.end(1)),
            _ => Ok(self.part(syntax::line_length(input), false)),
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
        [b'\r', ..] => Err(Error::new(ErrorKind::BareCr, self.offset + text)),
        [b'\n', ..] => Err(Error::new(ErrorKind::BareLf, self.offset + text)),
        _ => Err(Error::new(ErrorKind::ControlOctet, self.offset + text)),
    }
// ANCHOR_END: find
