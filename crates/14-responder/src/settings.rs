//! How much of everything a server gives to one client, and to all of them.

/// What clients may take: memory, time and threads. Each is bounded, or one client could take all there is.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// What a connection takes and how long it waits for its client, how many connections there may be, and how long
    /// responses in flight may take when the server is told to stop. That the system does not carry so many connections is
    /// said on standard error.
    pub threads: threads::Settings,
    /// The octets of content that a handler gets in one piece ([`Request::octets`](crate::Request::octets), and what
    /// builds on it). Content that is read piece by piece has no limit.
    pub content: usize,
    /// Whether to write a line for each response to standard error.
    pub log: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { threads: threads::Settings::default(), content: 1024 * 1024, log: true }
    }
}
