//! Octets that have come and are not used yet.

use std::io;

/// A buffer that is filled at its end and used from its front.
#[derive(Debug, Default)]
pub(crate) struct Input {
    buffer: Vec<u8>,
    start: usize,
    end: usize,
}

impl Input {
    pub(crate) fn unused(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// The first `count` octets are used.
    pub(crate) fn use_up(&mut self, count: usize) {
        self.start += count;
    }

    /// Whether all of the buffer was filled, or there is none: more may be on its way.
    pub(crate) fn is_full(&self) -> bool {
        self.end == self.buffer.len()
    }

    /// How many octets the buffer has room for.
    pub(crate) fn size(&self) -> usize {
        self.buffer.len()
    }

    /// Puts octets into a buffer that holds none.
    pub(crate) fn put(&mut self, octets: &[u8]) {
        self.buffer.clear();
        self.buffer.extend_from_slice(octets);
        (self.start, self.end) = (0, octets.len());
    }

    /// Fills a buffer that holds nothing; it has room for `size` octets then.
    pub(crate) fn fill(&mut self, size: usize, read: impl FnOnce(&mut [u8]) -> io::Result<usize>) -> io::Result<usize> {
        if self.buffer.len() < size {
            // Fresh memory is zero already: pages into which nothing is read are never touched.
            self.buffer = vec![0; size];
        }
        (self.start, self.end) = (0, 0);
        self.end = read(&mut self.buffer)?;
        Ok(self.end)
    }

    /// Gives the memory back.
    pub(crate) fn release(&mut self) {
        *self = Self::default();
    }
}
