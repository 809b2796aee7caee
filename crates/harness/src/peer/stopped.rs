//! What a peer comes upon while it reads, and how a failure tells of it.

use crate::failure::{Failure, Kind};
use crate::time::Wait;
use crate::visible::shortened;

/// What a peer came upon while reading.
pub(super) enum Stopped {
    Enough,
    Closed,
    Reset,
    /// Nothing more came until this wait was over.
    Late(Wait),
    /// So many bytes came, and more followed.
    TooMuch(u64),
}

impl Stopped {
    /// The kind of failure that it is to stop so.
    pub(super) fn failure(&self) -> Failure {
        match self {
            Self::Late(_) => Failure::no_answer(),
            Self::TooMuch(_) => Failure::of(Kind::TooMuch),
            Self::Enough | Self::Closed | Self::Reset => Failure::wrong(),
        }
    }
}

pub(super) fn after(stopped: &Stopped) -> String {
    match stopped {
        Stopped::Enough => String::new(),
        Stopped::Closed => "; then the connection was closed".to_owned(),
        Stopped::Reset => "; then the connection was reset (RST)".to_owned(),
        Stopped::Late(wait) => format!("; no more {}, the connection is open", wait.told()),
        Stopped::TooMuch(count) => format!("; it goes on sending after {count} bytes"),
    }
}

pub(super) fn differs(expected: &[u8], came: &[u8], stopped: &Stopped) -> Failure {
    let late = matches!(stopped, Stopped::Late(_)) && !expected.starts_with(came);
    let failure = if late { Failure::wrong() } else { stopped.failure() };
    failure.comparing(expected, came).and(&after(stopped))
}

/// Something came, but not what was expected.
pub(super) fn came_in_vain(expected: &str, came: &[u8], stopped: &Stopped) -> Failure {
    let came = if came.is_empty() { "nothing".to_owned() } else { shortened(came) };
    stopped.failure().row("expected", expected).row("came", came + &after(stopped))
}
