//! How much of everything a peer may send before it is refused.

/// The most octets, or the most of anything, that a message head may have.
///
/// A peer decides how long its message is, so every element needs a limit, or one client can take all the memory there
/// is. RFC 9112 section 3 and RFC 9110 section 4.1 recommend that request lines and URIs of 8000 octets work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Empty lines in front of a request line.
    pub empty_lines: usize,
    /// Octets of a method.
    pub method: usize,
    /// Octets of a request target.
    pub target: usize,
    /// Octets of a status line, or of a field line with its name.
    pub line: usize,
    /// Field lines of a section.
    pub fields: usize,
    /// Octets of all field lines of a section, with the line ends between them.
    pub section: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { empty_lines: 4, method: 32, target: 8192, line: 8192, fields: 100, section: 64 * 1024 }
    }
}

impl Limits {
    /// Octets of a request line: its parts, and the spaces between them.
    #[must_use]
    pub fn request_line(&self) -> usize {
        self.method + self.target + "  HTTP/1.1".len()
    }
}
