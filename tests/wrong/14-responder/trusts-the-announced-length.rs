//! Looks at Content-Length only: in chunks, content has no limit.
//!
//! fails: the_server_refuses_content_that_it_would_have_to_collect
//! fails: the_server_takes_content_under_every_limit

        // ANCHOR: octets
        if self.content.length().is_some_and(|length| length > self.limit as u64) {
            return Err(Error::new(Status::CONTENT_TOO_LARGE, format!("At most {} octets are taken here.", self.limit)));
        }
        let mut octets = Vec::new();
        self.content().read_to_end(&mut octets)?;
        Ok(octets)
        // ANCHOR_END: octets
