//! A long text that needs no memory: what is sent can be made, and what comes back can be checked, piece by piece.

use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::failure::{Failure, Verdict};

/// After how many bytes the text begins anew: a prime, which no buffer has for its size, so that a lost or doubled
/// piece shows. Repeating a block, instead of computing each byte, is what makes long texts cheap in a debug build.
const PERIOD: usize = 65_521;

/// A text of a given length: numbers with blanks between them.
#[derive(Debug, Clone)]
pub struct Pattern {
    at: u64,
    left: u64,
}

impl Pattern {
    /// A text of `len` bytes.
    #[must_use]
    pub fn new(len: u64) -> Self {
        Self { at: 0, left: len }
    }

    /// Keeps the first `len` bytes and returns the others.
    #[must_use]
    pub fn split_off(&mut self, len: u64) -> Self {
        let kept = len.min(self.left);
        let rest = Self { at: self.at + kept, left: self.left - kept };
        self.left = kept;
        rest
    }
}

impl Read for Pattern {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wanted = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let mut filled = 0;
        while filled < wanted {
            let piece = from(self.at);
            let count = piece.len().min(wanted - filled);
            buffer[filled..filled + count].copy_from_slice(&piece[..count]);
            filled += count;
            self.at += count as u64;
        }
        self.left -= wanted as u64;
        Ok(wanted)
    }
}

/// Takes bytes and compares them with a [`Pattern`]; its clones are the same check, so that one can be written to
/// elsewhere, for example by [`Program::stdout`](crate::Program::stdout).
#[derive(Debug, Clone, Default)]
pub struct PatternCheck(Arc<Mutex<Progress>>);

#[derive(Debug, Default)]
struct Progress {
    count: u64,
    first_wrong: Option<u64>,
}

impl PatternCheck {
    /// How many bytes came.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.lock().count
    }

    /// The number of the first byte that is not the pattern's.
    #[must_use]
    pub fn first_wrong(&self) -> Option<u64> {
        self.lock().first_wrong
    }

    /// Expects that the whole pattern of `len` bytes came, and nothing else.
    ///
    /// # Errors
    ///
    /// When a byte was another, or the length is.
    pub fn expect(&self, len: u64) -> Verdict {
        let Progress { count, first_wrong } = *self.lock();
        let came = match first_wrong {
            Some(number) if number < len => format!("{count} bytes; byte number {number}, counted from 0, is another"),
            _ if count == len => return Ok(()),
            _ => format!("{count} bytes"),
        };
        Err(Failure::wrong().row("expected", format!("the {len} bytes that were sent")).row("came", came))
    }

    fn lock(&self) -> MutexGuard<'_, Progress> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for PatternCheck {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut progress = self.lock();
        let mut rest = bytes;
        while !rest.is_empty() {
            let piece = from(progress.count);
            let (now, later) = rest.split_at(piece.len().min(rest.len()));
            if progress.first_wrong.is_none() && now != &piece[..now.len()] {
                let right = now.iter().zip(piece).take_while(|(a, b)| a == b).count();
                progress.first_wrong = Some(progress.count + right as u64);
            }
            progress.count += now.len() as u64;
            rest = later;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The pattern from its byte number `at` to the end of the block.
fn from(at: u64) -> &'static [u8] {
    static BLOCK: OnceLock<Vec<u8>> = OnceLock::new();
    let block = BLOCK.get_or_init(block);
    let start = usize::try_from(at % PERIOD as u64).unwrap_or_default();
    &block[start..]
}

/// Numbers of five digits, `00000 00001 00002 …`, so that a failure shows which piece of the text it is about.
fn block() -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..PERIOD / 6).flat_map(|number| format!("{number:05} ").into_bytes()).collect();
    bytes.resize(PERIOD, b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_takes_the_pattern_in_any_pieces() {
        let mut text = Vec::new();
        Pattern::new(200_000).read_to_end(&mut text).expect("a pattern is never an error");
        let mut check = PatternCheck::default();
        for piece in text.chunks(77) {
            check.write_all(piece).expect("a check is never an error");
        }
        assert_eq!((check.count(), check.first_wrong()), (200_000, None));
        assert!(check.expect(200_000).is_ok() && check.expect(199_999).is_err());
    }

    #[test]
    fn the_check_finds_the_first_wrong_byte() {
        let mut text = Vec::new();
        Pattern::new(100).read_to_end(&mut text).expect("a pattern is never an error");
        text[42] ^= 1;
        let mut check = PatternCheck::default();
        check.write_all(&text).expect("a check is never an error");
        assert_eq!(check.first_wrong(), Some(42));
        assert!(check.expect(100).is_err());
    }
}
