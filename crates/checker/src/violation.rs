//! A rule that a program has broken, as data.

use std::fmt::{self, Display};

use crate::rules::Rule;

/// A rule that a program has broken, and the octets that break it.
#[derive(Debug, Clone)]
pub struct Violation {
    /// The rule.
    pub rule: &'static Rule,
    /// Where the RFC says so: the rule's own section, or for one field the section of that field.
    pub section: &'static str,
    /// What the rule's own words do not say.
    pub detail: Option<Detail>,
    /// The beginning of the request that the program was answering; empty where there is none.
    pub request: Vec<u8>,
    /// What the program sent around the octet that is wrong; where something is missing, the whole head.
    pub octets: Vec<u8>,
    /// Which of `octets` is wrong: the one after the last where the end came too early; none where something is missing.
    pub wrong: Option<usize>,
    /// The same octet, counted from the first one that the program sent on the connection.
    pub at: Option<u64>,
}

/// What makes a broken rule clear, beside the rule's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// In words.
    pub words: String,
    /// The octets that the words are about.
    pub octets: Option<Vec<u8>>,
}

/// How many octets of a text that are shown in a line of words.
const SHOWN: usize = 200;

/// For those who write and run tests of a library; a learner reads what the harness makes of the data.
impl Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, section, .. } = self;
        write!(f, "{} ({section}, {})\n  why   {}", rule.wrong, rule.requirement, rule.why)?;
        if !self.request.is_empty() {
            write!(f, "\n  sent  {}", beginning(&self.request))?;
        }
        match self.wrong {
            Some(wrong) => {
                let (before, after) = self.octets.split_at(wrong.min(self.octets.len()));
                let before = &before[before.len().saturating_sub(SHOWN)..];
                write!(f, "\n  came  {} -->{}", before.escape_ascii(), beginning(after))?;
            }
            None => write!(f, "\n  came  {}", beginning(&self.octets))?,
        }
        match &self.detail {
            Some(Detail { words, octets: Some(octets) }) => write!(f, "\n  but   {words}: {}", beginning(octets)),
            Some(Detail { words, octets: None }) => write!(f, "\n  but   {words}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Violation {}

fn beginning(octets: &[u8]) -> impl Display {
    octets[..octets.len().min(SHOWN)].escape_ascii()
}
