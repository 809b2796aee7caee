//! Decompresses a part of what was compressed.
//!
//! fails: content_that_is_not_decoded_is_left_as_it_came_and_that_is_said_where_it_matters

// ANCHOR: decodes
        match Coding::of(&head.fields) {
            Coding::Gzip if self.args.compressed => true,
            Coding::Identity => false,
            _ if !self.args.compressed && self.download.is_none() => false,
            _ => {
                let value = head.fields.combined("Content-Encoding").unwrap_or_default();
                cli::note(format_args!("the content is in the coding {}, and is written as it came", Visible(&value)));
                false
            }
        }
// ANCHOR_END: decodes
