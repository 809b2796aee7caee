//! What a server tells those who run it.

use std::fmt::{self, Display};
use std::io;

/// Something that those who run a server want to know, as a line of text ([`Display`]).
#[derive(Debug)]
pub enum Notice {
    /// The system does not carry as many connections as are wanted.
    FewerConnections {
        /// How many there may be.
        connections: usize,
        /// How many were to be.
        wanted: usize,
        /// What there is not enough of: few of these, or little of this.
        of: &'static str,
    },
    /// A connection could not be taken; most often there are too many open files. The server tries again.
    CannotAccept(io::Error),
    /// A thread could not be started: a client was turned away.
    CannotStartThread(io::Error),
    /// So many responses were not finished when the server had to end.
    BrokenOff(usize),
}

/// Who is told.
pub(crate) type Listener = Box<dyn Fn(Notice) + Send + Sync>;

impl Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FewerConnections { connections, wanted, of } => {
                write!(f, "connections at a time: {connections} at most, not {wanted}, as the system allows too {of}")
            }
            Self::CannotAccept(error) => write!(f, "cannot take a connection: {error}"),
            Self::CannotStartThread(error) => write!(f, "cannot start a thread: {error}"),
            Self::BrokenOff(1) => f.write_str("1 connection broken off"),
            Self::BrokenOff(connections) => write!(f, "{connections} connections broken off"),
        }
    }
}
