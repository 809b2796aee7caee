//! Refuses content of exactly as many octets as are allowed.
//!
//! fails: the_server_refuses_content_that_it_would_have_to_collect
//! fails: the_server_takes_content_under_every_limit

        // ANCHOR: octets
        let too_large = || Error::new(Status::CONTENT_TOO_LARGE, format!("At most {} octets here.", self.limit));
        if self.content.length().is_some_and(|length| length >= self.limit as u64) {
            return Err(too_large());
        }
        let mut octets = Vec::new();
        self.content.take(self.limit as u64).read_to_end(&mut octets)?;
        if octets.len() >= self.limit { Err(too_large()) } else { Ok(octets) }
        // ANCHOR_END: octets
