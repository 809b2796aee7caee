//! A long text that needs no memory: what is sent can be made, and what comes back can be checked, byte by byte.

use std::io::{self, Read, Write};

/// A text of a given length whose bytes do not repeat with any short period, so that a lost or doubled piece shows.
#[derive(Debug, Clone)]
pub struct Pattern {
    bytes: Bytes,
    left: u64,
}

impl Pattern {
    /// A text of `len` bytes.
    #[must_use]
    pub fn new(len: u64) -> Self {
        Self { bytes: Bytes::default(), left: len }
    }
}

impl Read for Pattern {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        for byte in &mut buffer[..count] {
            *byte = self.bytes.next_byte();
        }
        self.left -= count as u64;
        Ok(count)
    }
}

/// Takes bytes and compares them with a [`Pattern`].
#[derive(Debug, Clone, Default)]
pub struct PatternCheck {
    bytes: Bytes,
    count: u64,
    first_wrong: Option<u64>,
}

impl PatternCheck {
    /// How many bytes came.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The number of the first byte that is not the pattern's.
    #[must_use]
    pub fn first_wrong(&self) -> Option<u64> {
        self.first_wrong
    }
}

impl Write for PatternCheck {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for &byte in bytes {
            if self.bytes.next_byte() != byte && self.first_wrong.is_none() {
                self.first_wrong = Some(self.count);
            }
            self.count += 1;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The bytes of a 32-bit xorshift generator, four to a step.
#[derive(Debug, Clone)]
struct Bytes {
    state: u32,
    used: u8,
}

impl Default for Bytes {
    fn default() -> Self {
        Self { state: 0x9E37_79B9, used: 0 }
    }
}

impl Bytes {
    #[inline]
    fn next_byte(&mut self) -> u8 {
        if self.used == 4 {
            self.state ^= self.state << 13;
            self.state ^= self.state >> 17;
            self.state ^= self.state << 5;
            self.used = 0;
        }
        let byte = self.state.to_le_bytes()[usize::from(self.used)];
        self.used += 1;
        byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_takes_the_pattern_in_any_pieces() {
        let mut text = Vec::new();
        Pattern::new(10_000).read_to_end(&mut text).expect("a pattern is never an error");
        let mut check = PatternCheck::default();
        for piece in text.chunks(77) {
            check.write_all(piece).expect("a check is never an error");
        }
        assert_eq!((check.count(), check.first_wrong()), (10_000, None));
    }

    #[test]
    fn the_check_finds_the_first_wrong_byte() {
        let mut text = Vec::new();
        Pattern::new(100).read_to_end(&mut text).expect("a pattern is never an error");
        text.remove(42);
        let mut check = PatternCheck::default();
        check.write_all(&text).expect("a check is never an error");
        assert_eq!(check.first_wrong(), Some(42));
    }
}
