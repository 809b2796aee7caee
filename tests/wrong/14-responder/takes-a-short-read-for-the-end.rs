//! Ends with the first read that does not fill its buffer.
//!
//! fails: the_server_answers_a_request_that_was_cut_off
//! fails: the_server_gives_up_content_that_does_not_come
//! fails: the_server_refuses_content_that_it_would_have_to_collect

        // ANCHOR: octets
        let too_large = || Error::new(Status::CONTENT_TOO_LARGE, format!("At most {} octets here.", self.limit));
        if self.content.length().is_some_and(|length| length > self.limit as u64) {
            return Err(too_large());
        }
        let mut content = self.content;
        let mut octets = Vec::new();
        let mut piece = [0; 1024];
        loop {
            let count = content.read(&mut piece)?;
            octets.extend_from_slice(&piece[..count]);
            if octets.len() > self.limit {
                return Err(too_large());
            }
            if count < piece.len() {
                return Ok(octets);
            }
        }
        // ANCHOR_END: octets
