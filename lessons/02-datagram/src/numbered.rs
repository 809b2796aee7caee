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
    let mut came = vec![false; total as usize];
    let mut received = 0;
    let mut until: Option<Instant> = None;
    while received < total {
        let Some(datagram) = datagram_before(until, socket)? else { break };
        if number_in(&datagram, total).is_some_and(|number| tick(&mut came, number)) {
            received += 1;
            until = Some(Instant::now() + patience);
        } else if until.is_some_and(|until| Instant::now() > until + patience) {
            // A stream of old numbers does not put the end off for ever.
            break;
        }
    }
    report(received, &came)
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

/// The K of a datagram `K of total`, whatever number it is; `None` when the datagram says something else.
fn number_in(datagram: &[u8], total: u32) -> Option<usize> {
    let (number, of) = str::from_utf8(datagram).ok()?.trim_end().split_once(" of ")?;
    if of == total.to_string() { number.parse().ok() } else { None }
}

/// Ticks off `number` in `came`, whose first element stands for number 1.
///
/// Returns whether that is news: `false` for a number that came before, and for one that is not in the list.
fn tick(came: &mut [bool], number: usize) -> bool {
    // GAP 3 of 6: tick
    // Tick off `number`, and return whether that is news. Number 1 has its place in `came[0]`.
    // Anybody may send anything: the number may be 0 or larger than the list is long,
    // and a datagram may come twice.
    todo!("gap 3: tick")
}

/// The numbers that are not ticked off in `came`, whose first element stands for number 1.
fn missing(came: &[bool]) -> Vec<usize> {
    // GAP 4 of 6: missing
    // Return the numbers that are not ticked off, in order.
    // `came[0]` says whether number 1 came, the last element whether number `came.len()` did.
    todo!("gap 4: missing")
}

/// Prints how many came and which did not: `3, 5-9`.
fn report(received: u32, came: &[bool]) -> io::Result<()> {
    let missing = missing(came);
    let runs = missing.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
        [first, .., last] => format!("{first}-{last}"),
        run => run.iter().map(usize::to_string).collect(),
    });
    let runs = if missing.is_empty() { "none".to_owned() } else { runs.collect::<Vec<_>>().join(", ") };
    writeln!(cli::transcript(), "received {received} of {}\nnever came: {runs}", came.len())
}
