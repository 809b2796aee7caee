//! A rule that was broken, and where.

use super::fields::Fields;
use super::rules::Rule;

pub(super) type Checked<T = ()> = Result<T, Fault>;

/// A broken rule as the readers find it; [`Violation`](super::Violation) shows it.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) rule: &'static Rule,
    /// The octet of the stream that is wrong; none where something is missing.
    pub(super) at: Option<u64>,
    /// What the rule's own words do not say.
    pub(super) namely: String,
    /// In the place of the rule's section.
    pub(super) section: Option<&'static str>,
}

impl Fault {
    pub(super) fn new(rule: &'static Rule) -> Self {
        Self { rule, at: None, namely: String::new(), section: None }
    }

    pub(super) fn at(mut self, at: u64) -> Self {
        self.at = Some(at);
        self
    }

    pub(super) fn at_field(mut self, fields: &Fields, name: &str) -> Self {
        self.at = fields.all(name).next().map(|field| field.at);
        self
    }

    pub(super) fn namely(mut self, namely: impl Into<String>) -> Self {
        self.namely = namely.into();
        self
    }

    pub(super) fn in_section(mut self, section: &'static str) -> Self {
        self.section = Some(section);
        self
    }
}
