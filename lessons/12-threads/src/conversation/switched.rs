//! The way out: a connection that is no longer HTTP.

use std::io;

use connection::Next;

use crate::conversation::Conversation;
use crate::transport::Transport;

impl<T: Transport> Conversation<'_, T> {
    /// Hands the transport over to another protocol, with the octets of it that have come already: after a response that
    /// [switches](connection::ServerConnection::respond), 101 or 2xx to CONNECT, and once
    /// [no further request](Self::next_request) comes. What waits to be sent leaves before. `None` while the connection is
    /// HTTP.
    ///
    /// The time limits that the transport has are those of the last wait: the new protocol sets its own.
    ///
    /// # Errors
    ///
    /// When the connection is broken.
    pub fn switched(&mut self) -> io::Result<Option<(&mut T, Vec<u8>)>> {
        if self.connection.next() != Next::Switched {
            return Ok(None);
        }
        self.flush()?;
        let left = self.input.unused().to_vec();
        self.input.use_up(left.len());
        Ok(Some((self.timed.transport_mut(), left)))
    }
}
