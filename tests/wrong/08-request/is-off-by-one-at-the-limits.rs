//! Refuses what is as long as the limit, instead of what is longer.
//!
//! fails: the_server_takes_a_field_line_up_to_its_limit
//! fails: the_server_takes_so_many_fields_and_no_more
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: limits
    let left = self.limits.section.saturating_sub(self.start);
    if self.fields.len() + 1 >= self.limits.fields {
        LineLimit { octets: 0, kind: ErrorKind::TooManyFields }
    } else if left < self.limits.line {
        LineLimit { octets: left.saturating_sub(1), kind: ErrorKind::SectionTooLong }
    } else {
        LineLimit { octets: self.limits.line - 1, kind: ErrorKind::LineTooLong }
    }
// ANCHOR_END: limits
