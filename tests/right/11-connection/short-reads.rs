//! Reads at most 97 octets at once.

// ANCHOR: read
        let read = cli::limited(&self.stream, u64::MAX, left).read(&mut buffer[..97]);
// ANCHOR_END: read

// ANCHOR: read_response
        let read = cli::limited(&self.stream, u64::MAX, left).read(&mut buffer[..97]);
// ANCHOR_END: read_response
