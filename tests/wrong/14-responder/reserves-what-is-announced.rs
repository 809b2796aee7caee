//! Reserves as much memory as the client announces.
//!
//! fails: the_server_takes_content_under_every_limit

        // ANCHOR: octets
        let too_large = || Error::new(Status::CONTENT_TOO_LARGE, format!("At most {} octets here.", self.limit));
        if self.content.length().is_some_and(|length| length > self.limit as u64) {
            return Err(too_large());
        }
        let announced = usize::try_from(self.content.length().unwrap_or(0))?;
        let mut octets = Vec::with_capacity(announced);
        self.content.take((self.limit as u64).saturating_add(1)).read_to_end(&mut octets)?;
        if octets.len() > self.limit { Err(too_large()) } else { Ok(octets) }
        // ANCHOR_END: octets
