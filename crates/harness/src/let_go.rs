//! A client that never stops sending.

use std::io::{ErrorKind, Write};
use std::time::{Duration, Instant};

use crate::failure::{Failure, Verdict};
use crate::peer::Peer;
use crate::quantity::secs;

/// How much is sent at once.
const PIECE: [u8; 16 * 1024] = [b'x'; 16 * 1024];

impl Peer {
    /// Sends on and on, and expects the program to close the connection within `time`, whatever it has read of this.
    ///
    /// What comes on this connection may break off, and is not checked any more.
    ///
    /// # Errors
    ///
    /// When the connection is open after that time, whether the program reads or not.
    pub fn expect_let_go(&mut self, time: Duration) -> Verdict {
        self.may_break_off();
        let until = Instant::now() + time;
        let mut sent = 0;
        let mut stream = self.stream();
        while Instant::now() < until {
            match stream.write(&PIECE) {
                Ok(count) => sent += count,
                // A program that only does not read keeps the connection all the same.
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Ok(()),
            }
        }
        Err(Failure::wrong()
            .row("expected", "the program stops reading after a while, and closes the connection")
            .row("came", format!("it is open after {}, and {} MiB were taken", secs(time), sent >> 20)))
    }
}
