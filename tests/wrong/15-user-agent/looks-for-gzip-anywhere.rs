//! Looks for the word gzip in the value.
//!
//! fails: compressed_content_is_written_as_it_was_before

        // ANCHOR: coding
        let text = String::from_utf8_lossy(&value).to_ascii_lowercase();
        match text.as_str() {
            "" | "identity" => Self::Identity,
            text if text.contains("gzip") => Self::Gzip,
            _ => Self::Other(value.to_vec()),
        }
        // ANCHOR_END: coding
