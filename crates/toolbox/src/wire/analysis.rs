//! What is known of each event of a recording: the structure of HTTP in its octets, and the rules that they break.

use std::collections::HashMap;

use checker::{Conversation, Violation};
use harness::recording::{Event, Side, What};

use super::http::{Asked, Reader, Section};

/// A rule that was broken, and by whom.
#[derive(Debug, Clone)]
pub struct Broken {
    pub by: Side,
    pub violation: Box<Violation>,
}

/// What is known of one event.
#[derive(Debug, Default)]
pub struct Seen {
    /// The structure of a piece; empty when it has none that is known.
    pub sections: Vec<Section>,
    /// Who sent the piece.
    pub from: Option<Side>,
    /// The number of its first octet, among all that its side sent.
    pub first: u64,
    /// What it means that a side has ended.
    pub note: Option<String>,
    /// What was found with this event.
    pub broken: Vec<Broken>,
}

/// Reads the events of all connections along.
#[derive(Debug, Default)]
pub struct Analysis {
    talks: HashMap<u64, Talk>,
}

/// One connection.
#[derive(Debug)]
struct Talk {
    asked: Asked,
    client: Direction,
    server: Direction,
    /// Octets are missing: nothing can be said about rules any more.
    has_gaps: bool,
    /// The side that a test has: what it breaks, it breaks on purpose.
    test: Option<Side>,
}

#[derive(Debug)]
struct Direction {
    reader: Reader,
    check: Conversation,
    count: u64,
    is_over: bool,
    is_told: bool,
}

impl Analysis {
    /// What is known of the next event.
    pub fn see(&mut self, event: &Event) -> Seen {
        let talk = self.talks.entry(event.connection).or_insert_with(Talk::new);
        let seen = talk.see(&event.what);
        if talk.client.is_over && talk.server.is_over {
            self.talks.remove(&event.connection);
        }
        seen
    }
}

impl Talk {
    fn new() -> Self {
        let direction =
            |side, check| Direction { reader: Reader::new(side), check, count: 0, is_over: false, is_told: false };
        Self {
            asked: Asked::default(),
            client: direction(Side::Client, Conversation::with_client()),
            server: direction(Side::Server, Conversation::with_server()),
            has_gaps: false,
            test: None,
        }
    }

    fn direction(&mut self, side: Side) -> &mut Direction {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    fn see(&mut self, what: &What) -> Seen {
        let mut seen = Seen::default();
        match what {
            What::Data { from, octets, left_out } => self.data(*from, octets, *left_out, &mut seen),
            What::End(side) => {
                let direction = self.direction(*side);
                direction.is_over = true;
                seen.note = direction.reader.close();
                direction.check.closed();
            }
            What::Reset(_) | What::Refused(_) => {
                self.client.is_over = true;
                self.server.is_over = true;
            }
            What::Unseen => self.has_gaps = true,
            What::Open { test, .. } => self.test = *test,
            What::Datagram { .. } => {}
        }
        self.find(&mut seen);
        seen
    }

    fn data(&mut self, from: Side, octets: &[u8], left_out: u64, seen: &mut Seen) {
        let (direction, other) = match from {
            Side::Client => (&mut self.client, &mut self.server),
            Side::Server => (&mut self.server, &mut self.client),
        };
        seen.from = Some(from);
        seen.first = direction.count;
        direction.count += octets.len() as u64 + left_out;
        seen.sections = direction.reader.read(octets, &mut self.asked);
        direction.check.received(octets);
        other.check.sent(octets);
        if left_out > 0 {
            direction.reader.miss(left_out);
            self.has_gaps = true;
        }
    }

    /// The rules that were broken and are not told yet.
    fn find(&mut self, seen: &mut Seen) {
        let is_http = self.client.reader.is_http() || self.server.reader.is_http();
        if !is_http || self.has_gaps {
            return;
        }
        for (by, direction) in [(Side::Client, &mut self.client), (Side::Server, &mut self.server)] {
            if let Err(violation) = direction.check.verdict()
                && !direction.is_told
                && self.test != Some(by)
            {
                direction.is_told = true;
                seen.broken.push(Broken { by, violation });
            }
        }
    }
}
