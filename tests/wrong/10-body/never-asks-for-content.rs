//! Does not send 100 (Continue).
//!
//! fails: the_server_asks_for_content_that_is_held_back

// ANCHOR: content
    /// Reads the content up to its end.
    fn content(&mut self, most: u64, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> Result<(), Failure> {
        let decoder = BodyDecoder::for_request(self.framing, Limits::content(most));
        
        let octets = &mut self.octets;
        self.trailers = content::read(&mut self.input, decoder, |piece| {
            *octets += piece.len() as u64;
            each(piece)
        })?;
        Ok(())
    }

    /// Whether the client holds the content back until it is asked for it.
    fn awaits_100(&self) -> bool {
        false
    }
// ANCHOR_END: content
