//! Counts which of the datagrams `1 of N`, `2 of N`, … came, and says which never did.

use std::io::{self, ErrorKind, Write};
use std::net::UdpSocket;
use std::time::{Duration, Instant};

/// The longest datagram that is looked at as a whole; a number needs less.
const LIMIT: usize = 1024;

// ANCHOR: count
/// Counts until all have come, or until no new one has come for as long as `patience`.
pub fn count(socket: &UdpSocket, total: u32, patience: Duration) -> io::Result<()> {
    // ANCHOR: counting
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
    // ANCHOR_END: counting
}
// ANCHOR_END: count

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
    // ANCHOR: number
    let (number, of) = str::from_utf8(datagram).ok()?.trim_end().split_once(" of ")?;
    if of == total.to_string() { number.parse().ok() } else { None }
    // ANCHOR_END: number
}

/// Ticks off `number` in `came`, whose first element stands for number 1.
///
/// Returns whether that is news: `false` for a number that came before, and for one that is not in the list.
fn tick(came: &mut [bool], number: usize) -> bool {
    // ANCHOR: tick
    let place = number.checked_sub(1).and_then(|index| came.get_mut(index));
    place.is_some_and(|came| !std::mem::replace(came, true))
    // ANCHOR_END: tick
}

/// The numbers that are not ticked off in `came`, whose first element stands for number 1.
fn missing(came: &[bool]) -> Vec<usize> {
    // ANCHOR: missing
    (1..=came.len()).filter(|number| !came[number - 1]).collect()
    // ANCHOR_END: missing
}

/// Prints how many came and which did not: `3, 5-9`.
fn report(received: u32, came: &[bool]) -> io::Result<()> {
    // ANCHOR: report
    let missing = missing(came);
    let runs = missing.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
        [first, .., last] => format!("{first}-{last}"),
        run => run.iter().map(usize::to_string).collect(),
    });
    let runs = if missing.is_empty() { "none".to_owned() } else { runs.collect::<Vec<_>>().join(", ") };
    writeln!(cli::transcript(), "received {received} of {}\nnever came: {runs}", came.len())
    // ANCHOR_END: report
}
