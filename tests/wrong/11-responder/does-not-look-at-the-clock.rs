//! Takes each short write for a slow client.
//!
//! fails: the_server_gives_nobody_up_because_of_a_signal

            // ANCHOR: pace
            if left > 0 && count < self.least {
                return Err(ErrorKind::TimedOut.into());
            }
            // ANCHOR_END: pace
