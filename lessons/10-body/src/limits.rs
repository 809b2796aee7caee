//! How much of everything a peer may send before it is refused.

/// The most octets that content may have, and what stands around it in chunked framing.
///
/// Content itself is handed on and not kept, so by default it may have any length. What a decoder does keep has limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Octets of content.
    pub content: u64,
    /// Digits of a chunk size, leading zeros among them.
    pub size_digits: usize,
    /// Octets of all chunk extensions of a message together.
    pub extensions: usize,
    /// The trailer section: its lines, fields and octets.
    pub trailers: request::Limits,
}

impl Default for Limits {
    fn default() -> Self {
        Self { content: u64::MAX, size_digits: 32, extensions: 16 * 1024, trailers: request::Limits::default() }
    }
}

impl Limits {
    /// The default limits, for content of at most so many octets.
    #[must_use]
    pub fn content(octets: u64) -> Self {
        Self { content: octets, ..Self::default() }
    }
}
