//! A rule that was broken, and where.

use crate::rules::Rule;
use crate::violation::Detail;

pub(crate) type Checked<T = ()> = Result<T, Fault>;

/// A broken rule as the readers find it; a [`Violation`](crate::Violation) shows it.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) rule: &'static Rule,
    /// The octet of the stream that is wrong; none where something is missing.
    pub(crate) at: Option<u64>,
    /// What the rule's own words do not say.
    pub(crate) namely: Option<Detail>,
    /// In the place of the rule's section.
    pub(crate) section: Option<&'static str>,
}

impl Fault {
    pub(crate) fn new(rule: &'static Rule) -> Self {
        Self { rule, at: None, namely: None, section: None }
    }

    pub(crate) fn at(mut self, at: u64) -> Self {
        self.at = Some(at);
        self
    }

    pub(crate) fn namely(mut self, words: impl Into<String>) -> Self {
        self.namely = Some(Detail { words: words.into(), octets: None });
        self
    }

    /// The same, with the octets that are meant.
    pub(crate) fn namely_at(mut self, words: impl Into<String>, octets: &[u8]) -> Self {
        self.namely = Some(Detail { words: words.into(), octets: Some(octets.to_vec()) });
        self
    }

    pub(crate) fn in_section(mut self, section: &'static str) -> Self {
        self.section = Some(section);
        self
    }
}
