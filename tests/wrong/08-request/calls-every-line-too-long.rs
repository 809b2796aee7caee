//! Says that the line is too long where the section is.
//!
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: limits
        let left = self.limits.section.saturating_sub(self.start);
        if self.fields.len() >= self.limits.fields {
            LineLimit { octets: 0, kind: ErrorKind::TooManyFields }
        } else if left < self.limits.line {
            LineLimit { octets: left, kind: ErrorKind::LineTooLong }
        } else {
            LineLimit { octets: self.limits.line, kind: ErrorKind::LineTooLong }
        }
// ANCHOR_END: limits
