//! One connection out of several addresses.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Tries one address after the other, each for so long; `failed` hears of those that do not answer. `None` when none does.
pub fn first_that_answers(
    addresses: impl IntoIterator<Item = SocketAddr>,
    each: Duration,
    mut failed: impl FnMut(SocketAddr, io::Error),
) -> Option<(SocketAddr, TcpStream)> {
    addresses.into_iter().find_map(|address| match TcpStream::connect_timeout(&address, each) {
        Ok(stream) => Some((address, stream)),
        Err(error) => {
            failed(address, error);
            None
        }
    })
}
