//! Says the limit only where the client has said the length.
//!
//! fails: the_server_refuses_content_that_it_would_have_to_collect

        // ANCHOR: octets
        let too_large = || Error::new(Status::CONTENT_TOO_LARGE, format!("At most {} octets here.", self.limit));
        if self.content.length().is_some_and(|length| length > self.limit as u64) {
            return Err(too_large());
        }
        let mut octets = Vec::new();
        self.content.take((self.limit as u64).saturating_add(1)).read_to_end(&mut octets)?;
        if octets.len() > self.limit {
            return Err(Error::new(Status::CONTENT_TOO_LARGE, "There is too much content."));
        }
        Ok(octets)
        // ANCHOR_END: octets
