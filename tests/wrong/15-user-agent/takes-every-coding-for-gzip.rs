//! Decompresses whatever is coded.
//!
//! fails: compressed_content_is_written_as_it_was_before

        // ANCHOR: coding
        let mut codings = members(&value).filter(|coding| !coding.eq_ignore_ascii_case(b"identity"));
        if codings.next().is_some() { Self::Gzip } else { Self::Identity }
        // ANCHOR_END: coding
