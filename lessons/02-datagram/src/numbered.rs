//! Counts which of the datagrams `1 of N`, `2 of N`, … came, and says which never did.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, ErrorKind, Write};
use std::net::UdpSocket;
use std::time::{Duration, Instant};

/// The longest datagram that is looked at as a whole; a number needs less.
const LIMIT: usize = 1024;

/// Counts until all have come, or until no new one has come for as long as `patience`.
pub fn count(socket: &UdpSocket, total: u32, patience: Duration) -> io::Result<()> {
    // GAP 3 of 4: tick (place 5 of 5)
    // Take datagrams by `datagram_before`, tick off what they say, and `report` when all `total` have
    // come, or when no new number has come for `patience`. Each new number starts that time again, an old
    // one does not; before the first new one there is no limit. `datagram_before` takes what has arrived
    // even when the time is up, so somebody who repeats an old number could keep you here for ever: stop
    // as well at an old number that comes more than twice `patience` after the last new one.
    todo!("gap 3: tick")
}

/// Waits for the next datagram, but not longer than `until`; before the first one came there is no such limit.
fn datagram_before(until: Option<Instant>, socket: &UdpSocket) -> io::Result<Option<Vec<u8>>> {
    // Even when the time is up, what has arrived is taken first: it did come.
    let wait = until.map(|until| until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1)));
    socket.set_read_timeout(wait)?;
    match crate::next_datagram(socket, LIMIT) {
        Ok((datagram, _)) => Ok(Some(datagram)),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The K of a datagram `K of total`, whatever number it is, with or without blanks at its end; `None` when the datagram
/// says something else.
fn number_in(datagram: &[u8], total: u32) -> Option<usize> {
    // GAP 3 of 4: tick (place 3 of 5)
    // Return the number K of a datagram `K of N` whose N is `total`; blanks may stand after it.
    // Other bytes than text, another N, or a K that is no number: None. Whether there is a place for
    // that number is not asked here, so it must come out as it is.
    todo!("gap 3: tick")
}

/// Ticks off `number` in `came`, whose first element stands for number 1.
///
/// Returns whether that is news: `false` for a number that came before, and for one that is not in the list.
fn tick(came: &mut [bool], number: usize) -> bool {
    // GAP 3 of 4: tick (place 1 of 5)
    // Tick off `number`, and return whether that is news. Number 1 has its place in `came[0]`.
    // Anybody may send anything: the number may be 0 or larger than the list is long,
    // and a datagram may come twice.
    todo!("gap 3: tick")
}

/// The numbers that are not ticked off in `came`, whose first element stands for number 1.
fn missing(came: &[bool]) -> Vec<usize> {
    // GAP 3 of 4: tick (place 2 of 5)
    // Return the numbers that are not ticked off, in order.
    // `came[0]` says whether number 1 came, the last element whether number `came.len()` did.
    todo!("gap 3: tick")
}

/// Prints how many came and which did not: `3, 5-9`.
fn report(received: u32, came: &[bool]) -> io::Result<()> {
    // GAP 3 of 4: tick (place 4 of 5)
    // Print two lines on `cli::transcript()`, for example `received 3 of 9` and
    // `never came: 2, 5-9`: numbers that follow each other, two or more, are written as the first and
    // the last. When nothing is missing, the second line is `never came: none`.
    todo!("gap 3: tick")
}
