//! What has passed in all.

use std::fmt::Write as _;
use std::time::Duration;

use harness::recording::{Event, Side, What};

use super::analysis::Seen;

/// How many broken rules are named at the end.
const NAMED: usize = 5;

/// What has passed in all.
#[derive(Debug, Default)]
pub struct Sum {
    pub opened: u64,
    refused: u64,
    reset: u64,
    ends: u64,
    client: Flow,
    server: Flow,
    /// The rules that were broken, each in one line.
    broken: Vec<String>,
    broken_more: u64,
}

#[derive(Debug, Default)]
struct Flow {
    octets: u64,
    pieces: u64,
}

impl Sum {
    pub fn add(&mut self, event: &Event, seen: &Seen) {
        match &event.what {
            What::Open { .. } => self.opened += 1,
            What::Refused(_) => self.refused += 1,
            What::Data { from, octets, left_out } => self.flow(*from).add(octets.len() as u64 + left_out),
            What::Datagram { from, octets } => self.flow(*from).add(octets.len() as u64),
            What::End(_) => self.ends += 1,
            What::Reset(_) => self.reset += 1,
            What::Unseen => {}
        }
        for broken in &seen.broken {
            if self.broken.len() < NAMED {
                let (rule, section) = (broken.violation.rule, broken.violation.section);
                let (number, by) = (event.connection, broken.by.name());
                self.broken.push(format!("#{number} {by}: {} ({section})", rule.wrong));
            } else {
                self.broken_more += 1;
            }
        }
    }

    fn flow(&mut self, side: Side) -> &mut Flow {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    /// In lines.
    pub fn told(&self, time: Option<Duration>) -> String {
        let mut text = many(self.opened, "connection");
        if let Some(time) = time {
            let _ = write!(text, " in {:.1} s", time.as_secs_f64());
        }
        for (count, what) in [(self.refused, "refused"), (self.reset, "reset")] {
            if count > 0 {
                let _ = write!(text, ", {count} {what}");
            }
        }
        let _ = write!(text, "\n  → {}\n  ← {}\n", self.client.told(), self.server.told());
        if !self.broken.is_empty() {
            text.push_str("rules of HTTP that were broken:\n");
        }
        for broken in &self.broken {
            let _ = writeln!(text, "  {broken}");
        }
        if self.broken_more > 0 {
            let _ = writeln!(text, "  and {} more", self.broken_more);
        }
        text
    }
}

impl Flow {
    fn add(&mut self, octets: u64) {
        self.octets += octets;
        self.pieces += 1;
    }

    fn told(&self) -> String {
        format!("{} in {}", many(self.octets, "octet"), many(self.pieces, "piece"))
    }
}

/// A number of things: `1 octet`, `2 octets`.
fn many(count: u64, thing: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{plural}")
}
