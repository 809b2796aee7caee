//! Subtracts what has come from the limit, and panics when more has come.
//!
//! fails: the_server_takes_a_field_section_up_to_its_limit

// ANCHOR: limits
        let left = self.limits.section - self.start;
        if self.fields.len() >= self.limits.fields {
            LineLimit { octets: 0, kind: ErrorKind::TooManyFields }
        } else if left < self.limits.line {
            LineLimit { octets: left, kind: ErrorKind::SectionTooLong }
        } else {
            LineLimit { octets: self.limits.line, kind: ErrorKind::LineTooLong }
        }
// ANCHOR_END: limits
