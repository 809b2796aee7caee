//! One connection out of several addresses (RFC 8305 section 5).

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

/// After so long without a connection the next address is tried too, beside those that have not answered yet: what is
/// dead often says nothing.
const HEAD_START: Duration = Duration::from_millis(250);

type Attempt = (SocketAddr, io::Result<TcpStream>);

/// Tries the addresses in their order until one answers, each for so long. The next one begins as soon as one has failed,
/// or after a quarter of a second. `failed` hears of those that do not answer. `None` when none does.
pub fn first_that_answers(
    addresses: impl IntoIterator<Item = SocketAddr>,
    each: Duration,
    mut failed: impl FnMut(SocketAddr, io::Error),
) -> Option<(SocketAddr, TcpStream)> {
    let mut waiting = addresses.into_iter().peekable();
    let (sender, attempts) = mpsc::channel();
    let mut running = 0_usize;
    loop {
        if let Some(address) = waiting.next() {
            running += 1;
            let is_only = running == 1 && waiting.peek().is_none();
            begin(address, each, &sender, is_only);
        }
        let attempt = match (running, waiting.peek()) {
            (0, None) => return None,
            (_, None) => attempts.recv().ok()?,
            (_, Some(_)) => match attempts.recv_timeout(HEAD_START) {
                Ok(attempt) => attempt,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return None,
            },
        };
        running -= 1;
        match attempt {
            (address, Ok(stream)) => return Some((address, stream)),
            (address, Err(error)) => failed(address, error),
        }
    }
}

/// Connects in a thread of its own, or here where nobody else is to be tried meanwhile.
fn begin(address: SocketAddr, each: Duration, results: &Sender<Attempt>, here: bool) {
    let attempt = move |results: &Sender<Attempt>| {
        // Nobody listens any more when another address was faster.
        let _ = results.send((address, TcpStream::connect_timeout(&address, each)));
    };
    if here {
        return attempt(results);
    }
    let results_there = results.clone();
    if let Err(error) = thread::Builder::new().spawn(move || attempt(&results_there)) {
        let _ = results.send((address, Err(error)));
    }
}

/// The addresses with those of IPv6 and IPv4 in turn, so that one that is dead as a whole costs one attempt
/// (RFC 8305 section 4).
pub fn in_turn(addresses: impl Iterator<Item = SocketAddr>) -> Vec<SocketAddr> {
    let addresses: Vec<_> = addresses.collect();
    let Some(first) = addresses.first() else { return addresses };
    let (same, other): (Vec<_>, Vec<_>) =
        addresses.iter().copied().partition(|address| address.is_ipv6() == first.is_ipv6());
    let (mut same, mut other) = (same.into_iter(), other.into_iter());
    let mut mixed = Vec::with_capacity(addresses.len());
    while mixed.len() < addresses.len() {
        mixed.extend(same.next().into_iter().chain(other.next()));
    }
    mixed
}
