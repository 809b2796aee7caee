//! Reads a file whole before it sends it.
//!
//! fails: the_server_breaks_off_when_a_file_becomes_shorter
//! fails: the_server_sends_a_long_file_in_little_memory

// ANCHOR: send
    /// Sends a response.
    fn send(&mut self, response: Response, now: SystemTime, exchange: &mut Exchange<TcpStream>) -> io::Result<()> {
        let Response { mut head, length, mut content } = response;
        head.fields.push("Date", self.clock.at(now)).map_err(io::Error::other)?;
        exchange.respond(head, Some(length))?;
        if exchange.sends_content() {
            self.buffer.clear();
            content.read_to_end(&mut self.buffer)?;
            exchange.send(&self.buffer)?;
        }
        exchange.end()
    }
// ANCHOR_END: send
