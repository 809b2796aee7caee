//! Takes content that is too large for a malformed request.
//!
//! fails: the_server_refuses_content_that_it_would_have_to_collect
//! fails: the_server_takes_content_under_every_limit

        // ANCHOR: octets
        let too_large = || Error::new(Status::BAD_REQUEST, format!("At most {} octets of content are taken here.", self.limit));
        let limit = self.limit as u64;
        if self.content.length().is_some_and(|length| length > limit) {
            return Err(too_large());
        }
        let mut octets = Vec::new();
        let mut content = self.content;
        content.take(limit.saturating_add(1)).read_to_end(&mut octets)?;
        if octets.len() > self.limit {
            return Err(too_large());
        }
        Ok(octets)
        // ANCHOR_END: octets
