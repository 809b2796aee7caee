//! Refuses the control octets below 16 and DEL, and lets those from 16 to 31 through.
//!
//! fails: the_server_refuses_control_octets_at_once
//! fails: the_server_refuses_a_field_line_as_soon_as_it_can_be_none
//! fails: the_server_refuses_what_is_no_http_at_its_first_control_octet

// ANCHOR: find
        if self.after_cr {
            return match input {
                [] => Ok(Found::Part),
                [b'\n', ..] => Ok(self.end(1)),
                _ => Err(Error::new(ErrorKind::BareCr, self.offset - 1)),
            };
        }
        let text = input.iter().position(|b| (*b < 0x10 && *b != b'\t') || *b == 127).unwrap_or(input.len());
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
