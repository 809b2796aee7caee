//! Leaves out field lines that it cannot read.
//!
//! fails: the_server_explains_every_refusal_and_escapes_what_it_shows
//! fails: the_server_refuses_a_line_that_is_no_field
//! fails: the_server_refuses_white_space_before_the_colon
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: line
    if !self.fields.octet(self.start).is_some_and(syntax::is_ows) {
        let _ = self.fields.receive_line(self.start, end);
        return Ok(());
    }
    let kind = match self.folding {
        _ if self.fields.is_empty() => ErrorKind::SpaceBeforeFields,
        Folding::Refuse => ErrorKind::Folded,
        Folding::Replace(unfold) => {
            self.fields.receive_fold(end, unfold);
            return Ok(());
        }
    };
    Err(Error::new(kind, self.fields.offset_of(self.start)))
// ANCHOR_END: line
