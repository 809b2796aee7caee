//! What a server decides about its connections.

use crate::timeouts::Timeouts;

/// What a connection takes, and for how long it waits.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How much of everything a head may have.
    pub head: request::Limits,
    /// How much of everything the framing of content may have.
    pub content: body::Limits,
    /// How many octets of content that nobody reads are discarded to keep a connection. When there are more, the connection
    /// is closed after the response: another one costs less.
    pub discard: u64,
    /// How long a peer may take.
    pub timeouts: Timeouts,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            head: request::Limits::default(),
            content: body::Limits::default(),
            discard: 256 * 1024,
            timeouts: Timeouts::default(),
        }
    }
}
