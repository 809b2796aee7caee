//! A broken rule of HTTP as the learner reads it.

use checker::{Detail, Violation};

use crate::failure::{BrokenRule, Failure};
use crate::layout::Excerpt;
use crate::visible::shortened;

/// What was asked and what came, in the rule's own words.
impl From<Violation> for Failure {
    fn from(violation: Violation) -> Self {
        let Violation { rule, section, detail, request, octets, wrong, .. } = violation;
        let words =
            BrokenRule { name: rule.name, requirement: rule.requirement, section, wrong: rule.wrong, why: rule.why };
        let mut failure = Self::wrong().by_rule(words);
        if !request.is_empty() {
            failure = failure.row("sent", shortened(&request));
        }
        failure = match wrong {
            None => failure.row("came", shortened(&octets)),
            Some(wrong) => {
                let note = if wrong == octets.len() { " (the end)" } else { "" };
                failure.marked("came", Excerpt::around(&octets, wrong, "here"), note)
            }
        };
        failure = match detail {
            Some(Detail { words, octets: Some(octets) }) => {
                failure.row("namely", format!("{words}: {}", shortened(&octets)))
            }
            Some(Detail { words, octets: None }) => failure.row("namely", words),
            None => failure,
        };
        failure.row("rule", rule.requirement)
    }
}
