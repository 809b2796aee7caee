//! Looks for CR LF in each piece alone: a CR at the end of one is forgotten.
//!
//! fails: the_server_refuses_a_bare_cr_at_the_end_of_a_piece
//! fails: the_server_says_where_a_request_is_wrong
//! fails: the_server_takes_a_request_in_many_pieces
//! fails: the_server_takes_a_request_that_is_cut_anywhere
//! fails: the_server_takes_so_many_fields_and_no_more
//! fails: the_server_skips_empty_lines_before_a_request
//! fails: the_server_takes_a_field_line_up_to_its_limit
//! fails: the_server_answers_a_request_without_fields
//! fails: the_server_refuses_a_bare_cr_or_lf_in_the_first_line

// ANCHOR: find
    let text = syntax::line_length(input);
    let room = limit.saturating_sub(self.length);
    if text > room {
        return Ok(Found::TooLong(room));
    }
    match &input[text..] {
        [] => Ok(self.part(text, false)),
        [b'\r'] => Ok(self.part(text, false)),
        [b'\r', b'\n', ..] => Ok(self.end(text + 2)),
        [b'\r', ..] => Err(Error::new(ErrorKind::BareCr, self.offset + text)),
        [b'\n', ..] => Err(Error::new(ErrorKind::BareLf, self.offset + text)),
        _ => Err(Error::new(ErrorKind::ControlOctet, self.offset + text)),
    }
// ANCHOR_END: find
