//! Sends zeros where a file has no octets any more.
//!
//! fails: the_server_breaks_off_when_a_file_becomes_shorter

// ANCHOR: send
    /// Sends a response.
    fn send(&mut self, response: Response, now: SystemTime, exchange: &mut Exchange<TcpStream>) -> io::Result<()> {
        let Response { mut head, length, mut content } = response;
        head.fields.push("Date", self.clock.at(now)).map_err(io::Error::other)?;
        exchange.respond(head, Some(length))?;
        if exchange.sends_content() {
            self.buffer.resize(PIECE, 0);
            let mut left = length;
            while left > 0 {
                let most = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
                let mut count = content.read(&mut self.buffer[..most]).unwrap_or(0);
                if count == 0 {
                    self.buffer[..most].fill(0);
                    count = most;
                }
                exchange.send(&self.buffer[..count])?;
                left -= count as u64;
            }
        }
        exchange.end()
    }
// ANCHOR_END: send
