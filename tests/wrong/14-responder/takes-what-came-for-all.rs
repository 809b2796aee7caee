//! Ignores errors of reading, and takes what came until then for the whole.
//!
//! fails: the_server_answers_a_request_that_was_cut_off
//! fails: the_server_gives_up_content_that_does_not_come

        // ANCHOR: octets
        let too_large = || Error::new(Status::CONTENT_TOO_LARGE, format!("At most {} octets of content are taken here.", self.limit));
        let limit = self.limit as u64;
        if self.content.length().is_some_and(|length| length > limit) {
            return Err(too_large());
        }
        let mut octets = Vec::new();
        let mut content = self.content;
        let _ = content.take(limit.saturating_add(1)).read_to_end(&mut octets);
        if octets.len() > self.limit {
            return Err(too_large());
        }
        Ok(octets)
        // ANCHOR_END: octets
