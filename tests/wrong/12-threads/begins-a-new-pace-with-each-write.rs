//! Begins a new pace with each write, so that its deadline is always to come.
//!
//! fails: the_server_gives_up_a_client_that_does_not_read
//! fails: the_server_gives_up_a_client_that_only_sends
//! fails: the_server_gives_up_a_client_that_reads_too_little

            // ANCHOR: pace
            let mut pace = Pace::new(self.wait, self.rate, now);
            if now >= pace.end() {
                return Err(ErrorKind::TimedOut.into());
            }
            pace.deadline(count as u64, now);
            // ANCHOR_END: pace
