//! Closes the socket at once, which resets the connection.
//!
//! fails: nothing_yet

// ANCHOR: linger
    fn linger(&mut self) -> io::Result<()> {
        self.link.flush()?;
        self.connection.end_of_input().map_err(io::Error::other)
    }
// ANCHOR_END: linger
