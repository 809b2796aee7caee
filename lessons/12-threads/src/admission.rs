//! Who is served, when there are many clients.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

/// How many clients at a time are told at leisure that there are too many. Those above that are told in a few octets,
/// and left.
pub(crate) const TURNED_AWAY: usize = 16;

/// The threads that serve nobody: they turn clients away, and one more always takes the next connection.
pub(crate) const OTHERS: usize = TURNED_AWAY + 1;

/// What becomes of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    /// It is served.
    Serve,
    /// It is told that there are too many.
    TurnAway,
    /// The same in a few octets, without waiting for anything.
    Leave,
}

/// What becomes of a client when so many connections are open, with its own.
pub(crate) fn admission(open: usize, most: usize) -> Admission {
    // GAP 5 of 9: admit (place 1 of 3)
    // The starter serves everybody. `open` connections are open, with that of the client. Serve up to `most`.
    // Give TURNED_AWAY more a page with 503 (`TurnAway`): for that, a thread waits for their request, a
    // second at most. Do not wait at all for whoever comes then (`Leave`), or those who wait keep everybody
    // else waiting.
    Admission::Serve
}
