//! Gives each error of reading the same status.
//!
//! fails: the_server_gives_up_content_that_does_not_come

        // ANCHOR: octets
        let too_large = || Error::new(Status::CONTENT_TOO_LARGE, format!("At most {} octets of content are taken here.", self.limit));
        let limit = self.limit as u64;
        if self.content.length().is_some_and(|length| length > limit) {
            return Err(too_large());
        }
        let mut octets = Vec::new();
        let mut content = self.content;
        content.take(limit.saturating_add(1)).read_to_end(&mut octets)
            .map_err(|error| Error::new(Status::BAD_REQUEST, error.to_string()))?;
        if octets.len() > self.limit {
            return Err(too_large());
        }
        Ok(octets)
        // ANCHOR_END: octets
