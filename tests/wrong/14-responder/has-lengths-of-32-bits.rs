//! Looks at 32 bits of a length: a little more than four gigabytes look like a little.
//!
//! fails: the_server_refuses_content_that_it_would_have_to_collect

        // ANCHOR: octets
        let too_large = || Error::new(Status::CONTENT_TOO_LARGE, format!("At most {} octets here.", self.limit));
        if self.content.length().is_some_and(|length| length as u32 as usize > self.limit) {
            return Err(too_large());
        }
        let mut octets = Vec::new();
        self.content.take((self.limit as u64).saturating_add(1)).read_to_end(&mut octets)?;
        if octets.len() > self.limit { Err(too_large()) } else { Ok(octets) }
        // ANCHOR_END: octets
