//! Sends 100 (Continue) to whoever has the field, with content or without.
//!
//! fails: the_server_does_not_ask_for_what_it_will_not_read

// ANCHOR: content
    /// Reads the content up to its end.
    fn content(&mut self, most: u64, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> Result<(), Failure> {
        let decoder = BodyDecoder::for_request(self.framing, Limits::content(most));
        if self.awaits_100() {
            let mut interim = Vec::new();
            ResponseHead::new(Status::CONTINUE).encode(&mut interim);
            self.stream.write_all(&interim)?;
        }
        let octets = &mut self.octets;
        self.trailers = content::read(&mut self.input, decoder, |piece| {
            *octets += piece.len() as u64;
            each(piece)
        })?;
        Ok(())
    }

    /// Whether the client holds the content back until it is asked for it.
    fn awaits_100(&self) -> bool {
        self.head.fields.get("Expect").is_some()
    }
// ANCHOR_END: content
