//! Does not know x-gzip.
//!
//! fails: compressed_content_is_written_as_it_was_before

        // ANCHOR: coding
        let mut codings = members(&value).filter(|coding| !coding.eq_ignore_ascii_case(b"identity"));
        match (codings.next(), codings.next()) {
            (None, _) => Self::Identity,
            (Some(coding), None) if coding.eq_ignore_ascii_case(b"gzip") => {
                Self::Gzip
            }
            _ => Self::Other(value.to_vec()),
        }
        // ANCHOR_END: coding
