//! Reads content that is announced to be too large before it refuses it.
//!
//! fails: the_server_refuses_content_that_it_would_have_to_collect

        // ANCHOR: octets
        let mut octets = Vec::new();
        self.content.take((self.limit as u64).saturating_add(1)).read_to_end(&mut octets)?;
        if octets.len() > self.limit {
            return Err(Error::new(Status::CONTENT_TOO_LARGE, format!("At most {} octets are taken here.", self.limit)));
        }
        Ok(octets)
        // ANCHOR_END: octets
