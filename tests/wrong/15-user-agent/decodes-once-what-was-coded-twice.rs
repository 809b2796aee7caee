//! Looks at the first coding only.
//!
//! fails: compressed_content_is_written_as_it_was_before

        // ANCHOR: coding
        let mut codings = members(&value).filter(|coding| !coding.eq_ignore_ascii_case(b"identity"));
        match (codings.next(), None::<&[u8]>) {
            (None, _) => Self::Identity,
            (Some(coding), None) if [&b"gzip"[..], b"x-gzip"].iter().any(|name| coding.eq_ignore_ascii_case(name)) => {
                Self::Gzip
            }
            _ => Self::Other(value.to_vec()),
        }
        // ANCHOR_END: coding
