//! Reads at most seven octets at once.

// ANCHOR: read
            let room = self.buffer.len().min(7);
            let read = self.stream.read(&mut self.buffer[..room]);
// ANCHOR_END: read
