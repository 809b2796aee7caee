//! Closes the socket at once, which resets the connection.
//!
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants
//! fails: the_server_does_not_lose_its_last_response_to_a_reset

// ANCHOR: linger
    fn linger(&mut self, _: &mut [u8]) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }
// ANCHOR_END: linger
