//! Notes the URL under a name that it does not look for.
//!
//! fails: a_part_is_continued
//! fails: a_download_that_is_cut_off_again_stays_a_part
//! fails: a_file_that_is_whole_is_not_fetched_again
//! fails: a_part_is_not_continued_from_another_url_or_without_its_version
//! fails: a_part_that_is_whole_already_only_gets_its_name
//! fails: a_response_that_is_not_the_file_does_not_become_it
//! fails: an_interrupted_download_can_be_continued
//! fails: another_version_starts_over
//! fails: what_does_not_fit_is_not_joined

// ANCHOR: note
        let name = match self.validator {
            Validator::Tag(_) => "ETag",
            Validator::Date(_) => "Last-Modified",
        };
        let mut fields = Fields::new();
        let mut push = |name, value: &[u8]| fields.push(name, value).map_err(io::Error::other);
        push("X-Content-Location", self.uri.as_bytes())?;
        push(name, &self.validator.to_value())?;
        if let Some(length) = self.length {
            push("Content-Length", length.to_string().as_bytes())?;
        }
        let mut section = Vec::new();
        fields.encode(&mut section);
        Ok(section)
// ANCHOR_END: note
