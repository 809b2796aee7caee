//! How much of everything a server gives to one client, and to all of them.

use std::time::Duration;

/// What clients may take: memory, time and threads. Each is bounded, or one client could take all there is.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// What a connection takes, and how long it waits for its client.
    pub connection: connection::Settings,
    /// Connections that are served at a time; fewer where the system does not carry so many, which is
    /// [told](crate::Notice::FewerConnections). For one above, the connection that has waited longest for its client is
    /// ended; when all are being answered, it gets 503.
    pub connections: usize,
    /// How long responses in flight may take when the server is told to stop.
    pub grace: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        let mut connection = connection::Settings::default();
        // No file has more, and no sum of sizes is near an overflow.
        connection.content.content = i64::MAX as u64;
        connection.timeouts.idle = Duration::from_mins(1);
        connection.timeouts.content = Duration::from_secs(20);
        connection.timeouts.write = Duration::from_secs(20);
        Self { connection, connections: 10_000, grace: Duration::from_secs(10) }
    }
}
