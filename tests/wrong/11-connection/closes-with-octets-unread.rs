//! Closes the socket at once, which resets the connection.
//!
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants
//! fails: the_server_does_not_lose_its_last_answer_to_a_reset

// ANCHOR: linger
    fn linger(&mut self) -> io::Result<()> {
        self.link.flush()?;
        self.connection.end_of_input().map_err(io::Error::other)
    }
// ANCHOR_END: linger
