//! What passes over connections, as lines of text: the form of a recording, which `cargo course wire` writes and shows.
//!
//! A recording is a file of JSON Lines. Its first line says what it is, and each other line is one event, in the order in
//! which the events happened:
//!
//! ```text
//! {"recording":"cargo course wire","version":1,"began":1700000000000000}
//! {"at":0,"connection":1,"is":"open","client":"127.0.0.1:50000","server":"127.0.0.1:12345"}
//! {"at":410,"connection":1,"from":"client","is":"data","octets":"GET / HTTP/1.1\r\nHost: a\r\n\r\n"}
//! {"at":950,"connection":1,"from":"server","is":"end"}
//! ```
//!
//! Other events are `refused`, `datagram`, `reset` and `unseen`; [`What`] says what they mean. `"test":"client"` in an
//! `open` says which side a test has. A `"left_out":5` in `data` says that five octets followed that are not kept.
//!
//! `began` is the time of the begin in microseconds since 1970-01-01 00:00 UTC, and `at` how many microseconds after it
//! something happened. In `octets` each character stands for the octet of its number: visible ASCII stands there as it is,
//! everything else is escaped as JSON has it, `\r`, `\n`, `\u00ff`.

use std::fmt::{self, Display, Write as _};
use std::net::SocketAddr;

/// What the first line of a recording says that it is, and in which version.
pub const NAME: &str = "cargo course wire";
/// See [`NAME`].
pub const VERSION: u32 = 1;

/// The first line of a recording that began so many microseconds after 1970-01-01 00:00 UTC.
#[must_use]
pub fn first_line(began: u64) -> String {
    format!(r#"{{"recording":"{NAME}","version":{VERSION},"began":{began}}}"#)
}

/// One of the two ends of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The one that connected, or sent the first datagram.
    Client,
    /// The one that was connected to.
    Server,
}

impl Side {
    /// The word for it, as it stands in a recording.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }

    /// The other end.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }
}

/// Something that happened on a connection. Its [`Display`] is its line in a recording, without the LF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// How many microseconds after the begin.
    pub at: u64,
    /// The number of the connection, counted from 1.
    pub connection: u64,
    /// What happened.
    pub what: What,
}

/// What happens on a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The connection was made, from this address to that.
    Open {
        /// The address of the client.
        client: SocketAddr,
        /// The address of the server.
        server: SocketAddr,
        /// The side that a test has: it may break rules on purpose.
        test: Option<Side>,
    },
    /// The server's side took no connection, and this is why.
    Refused(String),
    /// One piece: what one read returned, or one write took.
    Data {
        /// Who sent it.
        from: Side,
        /// The octets.
        octets: Vec<u8>,
        /// How many octets of the piece followed that are not kept.
        left_out: u64,
    },
    /// One datagram of UDP. The first one of a pair of addresses comes after an [`Open`](Self::Open) too.
    Datagram {
        /// Who sent it.
        from: Side,
        /// The octets.
        octets: Vec<u8>,
    },
    /// This side will send nothing more (FIN).
    End(Side),
    /// This side broke the connection (RST).
    Reset(Side),
    /// From here on, something may have passed of which the recording knows nothing.
    Unseen,
}

impl Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, connection, what } = self;
        write!(f, r#"{{"at":{at},"connection":{connection},"#)?;
        let from = |side: &Side| format!(r#""from":"{}","#, side.name());
        match what {
            What::Open { client, server, test } => {
                write!(f, r#""is":"open","client":"{client}","server":"{server}""#)?;
                if let Some(side) = test {
                    write!(f, r#","test":"{}""#, side.name())?;
                }
            }
            What::Refused(why) => write!(f, r#""is":"refused","why":"{}""#, escaped(why.chars()))?,
            What::Data { from: side, octets, left_out } => {
                write!(f, r#"{}"is":"data","octets":"{}""#, from(side), of_octets(octets))?;
                if *left_out > 0 {
                    write!(f, r#","left_out":{left_out}"#)?;
                }
            }
            What::Datagram { from: side, octets } => {
                write!(f, r#"{}"is":"datagram","octets":"{}""#, from(side), of_octets(octets))?;
            }
            What::End(side) => write!(f, r#"{}"is":"end""#, from(side))?,
            What::Reset(side) => write!(f, r#"{}"is":"reset""#, from(side))?,
            What::Unseen => f.write_str(r#""is":"unseen""#)?,
        }
        f.write_char('}')
    }
}

fn of_octets(octets: &[u8]) -> String {
    escaped(octets.iter().map(|octet| char::from(*octet)))
}

/// A string of JSON, in ASCII.
fn escaped(text: impl Iterator<Item = char>) -> String {
    let mut escaped = String::new();
    for c in text {
        match c {
            '\r' => escaped.push_str("\\r"),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            '"' | '\\' => escaped.extend(['\\', c]),
            ' '..='~' => escaped.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a String does not fail.
                    let _ = write!(escaped, "\\u{unit:04x}");
                }
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_is_one_line_of_ascii() {
        let octets = (0..=255).collect();
        let event = Event { at: 7, connection: 2, what: What::Data { from: Side::Client, octets, left_out: 3 } };
        let line = event.to_string();
        assert!(line.starts_with(r#"{"at":7,"connection":2,"from":"client","is":"data","octets":"\u0000"#), "{line}");
        assert!(line.ends_with(r#"\u00fe\u00ff","left_out":3}"#), "{line}");
        assert!(line.bytes().all(|octet| (b' '..=b'~').contains(&octet)), "{line}");
        for part in [r"\t\n\u000b\u000c\r", r##" !\"#$"##, r"[\\]"] {
            assert!(line.contains(part), "{part} in {line}");
        }
    }
}
