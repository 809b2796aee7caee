//! Looks at the limit and at control octets only when the line has ended.
//!
//! fails: the_server_does_not_wait_for_the_end_of_a_line_that_is_too_long
//! fails: the_server_ends_lines_at_cr_lf_and_nothing_else
//! fails: the_server_refuses_a_bare_cr_at_the_end_of_a_piece
//! fails: the_server_says_where_a_request_is_wrong
//! fails: the_server_refuses_a_bare_cr_or_lf_in_the_first_line
//! fails: the_server_refuses_a_field_line_as_soon_as_it_can_be_none
//! fails: the_server_refuses_what_is_no_http_at_its_first_control_octet

// ANCHOR: find
    let end = if self.after_cr && input.first() == Some(&b'\n') {
        Some(1)
    } else {
        input.windows(2).position(|window| window == b"\r\n").map(|at| at + 2)
    };
    let Some(end) = end else {
        let after_cr = input.ends_with(b"\r");
        return Ok(self.part(input.len() - usize::from(after_cr), after_cr));
    };
    let text = &input[..end.saturating_sub(2)];
    if self.length + text.len() > limit {
        return Ok(Found::TooLong(text.len().min(limit.saturating_sub(self.length))));
    }
    match text.iter().position(|&octet| !syntax::is_line_octet(octet)) {
        None => Ok(self.end(end)),
        Some(at) if text[at] == b'\r' => Err(Error::new(ErrorKind::BareCr, self.offset + at)),
        Some(at) if text[at] == b'\n' => Err(Error::new(ErrorKind::BareLf, self.offset + at)),
        Some(at) => Err(Error::new(ErrorKind::ControlOctet, self.offset + at)),
    }
// ANCHOR_END: find
