//! Takes one read for all of the content.
//!
//! fails: the_server_refuses_content_that_it_would_have_to_collect
//! fails: the_server_gives_up_content_that_does_not_come
//! fails: the_server_answers_a_request_that_was_cut_off

        // ANCHOR: octets
        let mut octets = vec![0; self.limit.min(1024 * 1024) + 1];
        let mut content = self.content;
        let count = content.read(&mut octets)?;
        octets.truncate(count);
        let announced = content.length().is_some_and(|length| length > self.limit as u64);
        if announced || count > self.limit {
            return Err(Error::new(Status::CONTENT_TOO_LARGE, format!("At most {} octets.", self.limit)));
        }
        Ok(octets)
        // ANCHOR_END: octets
