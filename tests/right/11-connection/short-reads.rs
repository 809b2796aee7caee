//! Reads at most 97 octets at once.

// ANCHOR: read
            let room = self.buffer.len().min(97);
            let read = self.stream.read(&mut self.buffer[..room]);
// ANCHOR_END: read
