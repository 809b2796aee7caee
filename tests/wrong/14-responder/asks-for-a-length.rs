//! Refuses content whose length nobody says.
//!
//! fails: the_server_refuses_content_that_it_would_have_to_collect
//! fails: the_server_takes_content_under_every_limit

        // ANCHOR: octets
        let too_large = || Error::new(Status::CONTENT_TOO_LARGE, format!("At most {} octets here.", self.limit));
        let Some(length) = self.content.length() else {
            return Err(Error::new(Status::LENGTH_REQUIRED, "Say how long the content is."));
        };
        if length > self.limit as u64 {
            return Err(too_large());
        }
        let mut octets = Vec::new();
        self.content().read_to_end(&mut octets)?;
        Ok(octets)
        // ANCHOR_END: octets
