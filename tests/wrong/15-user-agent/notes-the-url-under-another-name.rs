//! Notes the URL under a name that it does not look for.
//!
//! fails: a_part_is_kept_only_with_a_strong_validator
//! fails: a_part_is_continued
//! fails: what_does_not_fit_is_not_joined
//! fails: another_version_starts_over
//! fails: a_part_is_whole_if_the_server_has_as_much_of_the_same_version
//! fails: a_download_that_is_cut_off_again_stays_a_part
//! fails: a_part_is_not_continued_from_another_url_or_without_its_version
//! fails: a_part_that_is_whole_already_only_gets_its_name
//! fails: a_response_that_is_not_the_file_does_not_become_it
//! fails: an_interrupted_download_can_be_continued

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
