//! Makes the Date once, with the first response.
//!
//! fails: the_server_sends_no_date_of_the_future

// ANCHOR: send
    fn send(&mut self, answer: Answer, now: SystemTime, exchange: &mut Exchange<TcpStream>) -> io::Result<()> {
        static DATE: std::sync::OnceLock<String> = std::sync::OnceLock::new();
        let Answer { mut head, length, mut content, .. } = answer;
        let date = DATE.get_or_init(|| self.clock.at(now).to_owned());
        head.fields.push("Date", date).map_err(io::Error::other)?;
        exchange.respond(head, Some(length))?;
        if let Some(octets) = content.octets() {
            exchange.send(octets)?;
        } else if exchange.sends_content() {
            self.buffer.resize(PIECE, 0);
            loop {
                let count = content.read(&mut self.buffer)?;
                if count == 0 {
                    break;
                }
                exchange.send(&self.buffer[..count])?;
            }
        }
        exchange.end()
    }
// ANCHOR_END: send
