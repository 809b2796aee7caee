//! Counts identity as a coding that it does not know.
//!
//! fails: compressed_content_is_written_as_it_was_before
//! fails: content_that_is_not_decoded_is_left_as_it_came_and_that_is_said_where_it_matters

        // ANCHOR: coding
        let mut codings = members(&value);
        match (codings.next(), codings.next()) {
            (None, _) => Self::Identity,
            (Some(coding), None) if [&b"gzip"[..], b"x-gzip"].iter().any(|name| coding.eq_ignore_ascii_case(name)) => {
                Self::Gzip
            }
            _ => Self::Other(value.to_vec()),
        }
        // ANCHOR_END: coding
