//! Reads content until the first line break.
//!
//! fails: the_server_shows_a_form_and_reads_it

        // ANCHOR: octets
        let too_large = || Error::new(Status::CONTENT_TOO_LARGE, format!("At most {} octets here.", self.limit));
        if self.content.length().is_some_and(|length| length > self.limit as u64) {
            return Err(too_large());
        }
        let mut octets = Vec::new();
        let mut content = std::io::BufReader::new(self.content.take((self.limit as u64).saturating_add(1)));
        std::io::BufRead::read_until(&mut content, b'\n', &mut octets)?;
        if octets.len() > self.limit { Err(too_large()) } else { Ok(octets) }
        // ANCHOR_END: octets
