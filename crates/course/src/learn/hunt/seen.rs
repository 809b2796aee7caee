//! What was seen of a program, and where that of two programs differs first.

use crate::learn::hunt::ear::{End, Heard};
use crate::learn::hunt::normal::normal;

/// What was seen of a program, in the order in which it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Its parts.
    pub parts: Vec<Part>,
}

/// One thing that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is, in a few words: `what came`.
    pub what: String,
    /// Octets, or words of this tool.
    pub octets: Vec<u8>,
    /// Whether it is words of this tool.
    pub is_words: bool,
}

/// The first place at which two programs differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// The part.
    pub part: usize,
    /// The octet in it.
    pub at: usize,
}

impl Seen {
    /// Adds octets that came or were printed. `ports` are those that were chosen for this run.
    pub fn octets(&mut self, what: impl Into<String>, octets: &[u8], ports: &[u16]) {
        self.parts.push(Part { what: what.into(), octets: normal(octets, ports), is_words: false });
    }

    /// Adds something that is said in words.
    pub fn words(&mut self, what: impl Into<String>, words: impl Into<String>) {
        self.parts.push(Part { what: what.into(), octets: words.into().into_bytes(), is_words: true });
    }

    /// Adds what came over the connections to a server.
    pub fn connections(&mut self, connections: &[Heard], ports: &[u16]) {
        for (index, heard) in connections.iter().enumerate() {
            let (came, end) = match connections.len() {
                1 => ("came".to_owned(), "then".to_owned()),
                _ => (format!("came on connection {}", index + 1), format!("then connection {}", index + 1)),
            };
            self.octets(came, &heard.octets, ports);
            self.words(end, said(heard.end));
        }
    }

    /// The first place at which another one differs.
    pub fn difference(&self, other: &Self) -> Option<Difference> {
        let count = self.parts.len().max(other.parts.len());
        (0..count).find_map(|part| {
            let octets = |seen: &Self| seen.parts.get(part).map(|part| part.octets.clone());
            let (mine, others) = (octets(self), octets(other));
            if mine == others {
                return None;
            }
            let (mine, others) = (mine.unwrap_or_default(), others.unwrap_or_default());
            let at = mine.iter().zip(&others).take_while(|(mine, other)| mine == other).count();
            Some(Difference { part, at })
        })
    }
}

/// How a connection stands, in words.
fn said(end: Option<End>) -> &'static str {
    match end {
        None => "kept open",
        Some(End::Closed) => "closed",
        Some(End::Reset) => "reset",
        Some(End::TooMuch) => "cut off, after more than is compared",
        Some(End::Refused) => "not accepted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(connections: &[(&str, Option<End>)]) -> Seen {
        let mut seen = Seen::default();
        let heard = |(octets, end): &(&str, _)| Heard { octets: octets.as_bytes().to_vec(), end: *end };
        seen.connections(&connections.iter().map(heard).collect::<Vec<_>>(), &[]);
        seen
    }

    #[test]
    fn octets_and_ends_are_compared_in_their_order() {
        let one = seen(&[("abc", Some(End::Closed))]);
        assert_eq!(one.difference(&one), None);
        assert_eq!(one.difference(&seen(&[("abd", None)])), Some(Difference { part: 0, at: 2 }));
        assert_eq!(one.difference(&seen(&[("ab", None)])), Some(Difference { part: 0, at: 2 }));
        assert_eq!(one.difference(&seen(&[("abc", None)])), Some(Difference { part: 1, at: 0 }));
        let two = seen(&[("abc", Some(End::Closed)), ("", None)]);
        assert_eq!(one.difference(&two), Some(Difference { part: 2, at: 0 }));
        assert_eq!(two.difference(&one), Some(Difference { part: 2, at: 0 }));
    }

    #[test]
    fn times_do_not_differ() {
        let at = |second: u8| seen(&[(&format!("Date: Mon, 30 Nov 2026 13:00:{second:02} GMT\r\n"), None)]);
        assert_eq!(at(1).difference(&at(2)), None);
    }
}
