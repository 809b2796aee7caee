//! Takes an LF alone for a line end, as RFC 9112 would allow and smuggling needs.
//!
//! fails: the_server_ends_lines_at_cr_lf_and_nothing_else
//! fails: the_server_refuses_a_bare_cr_at_the_end_of_a_piece
//! fails: the_server_says_where_a_request_is_wrong
//! fails: the_server_refuses_a_bare_cr_or_lf_in_the_first_line
//! fails: the_server_refuses_a_field_line_as_soon_as_it_can_be_none

// ANCHOR: find
    let Some(lf) = input.iter().position(|&octet| octet == b'\n') else {
        if input.len() > limit + 1 - self.length {
            return Ok(Found::TooLong(limit - self.length));
        }
        if input.iter().any(|&octet| octet != b'\r' && !syntax::is_line_octet(octet)) {
            return Err(Error::new(ErrorKind::ControlOctet, self.offset));
        }
        let after_cr = input.ends_with(b"\r") || (input.is_empty() && self.after_cr);
        if self.after_cr && !input.is_empty() {
            return Err(Error::new(ErrorKind::BareCr, self.offset - 1));
        }
        let text = input.len() - usize::from(input.ends_with(b"\r"));
        if input[..text].contains(&b'\r') {
            return Err(Error::new(ErrorKind::BareCr, self.offset));
        }
        if input.is_empty() {
            return Ok(Found::Part);
        }
        return Ok(self.part(text, after_cr));
    };
    let text = lf - usize::from(lf > 0 && input[lf - 1] == b'\r');
    if text > limit - self.length {
        return Ok(Found::TooLong(limit - self.length));
    }
    if let Some(at) = input[..text].iter().position(|&octet| !syntax::is_line_octet(octet)) {
        let kind = if input[at] == b'\r' { ErrorKind::BareCr } else { ErrorKind::ControlOctet };
        return Err(Error::new(kind, self.offset + at));
    }
    Ok(self.end(lf + 1))
// ANCHOR_END: find
