//! Joins folded field lines in requests, as clients do in responses.
//!
//! fails: the_server_refuses_a_line_that_begins_with_white_space
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: line
    if !self.fields.octet(self.start).is_some_and(syntax::is_ows) {
        return self.fields.receive_line(self.start, end);
    }
    if self.fields.is_empty() {
        return Err(Error::new(ErrorKind::SpaceBeforeFields, self.fields.offset_of(self.start)));
    }
    self.fields.receive_fold(end, |octets, _| 0..octets.len());
    Ok(())
// ANCHOR_END: line
