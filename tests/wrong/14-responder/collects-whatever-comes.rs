//! Collects content without a limit.
//!
//! fails: the_server_refuses_content_that_it_would_have_to_collect
//! fails: the_server_takes_content_under_every_limit

        // ANCHOR: octets
        let mut octets = Vec::new();
        self.content().read_to_end(&mut octets)?;
        Ok(octets)
        // ANCHOR_END: octets
