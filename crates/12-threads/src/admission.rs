//! Who is served, when there are many clients.

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
    // ANCHOR: admit
    if open <= most {
        Admission::Serve
    } else if open <= most + TURNED_AWAY {
        Admission::TurnAway
    } else {
        Admission::Leave
    }
    // ANCHOR_END: admit
}
