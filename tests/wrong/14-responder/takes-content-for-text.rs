//! Reads content as text: octets that are no UTF-8 are an error of the server.
//!
//! fails: the_server_shows_a_form_and_reads_it

        // ANCHOR: octets
        let too_large = || Error::new(Status::CONTENT_TOO_LARGE, format!("At most {} octets here.", self.limit));
        if self.content.length().is_some_and(|length| length > self.limit as u64) {
            return Err(too_large());
        }
        let mut text = String::new();
        self.content.take((self.limit as u64).saturating_add(1)).read_to_string(&mut text)?;
        if text.len() > self.limit { Err(too_large()) } else { Ok(text.into_bytes()) }
        // ANCHOR_END: octets
