//! What the checker finds in the probe's conversations: rules about what is never sent.

use checker::{Conversation, RULES, Rule, Violation};

use super::check::{Class, Finding, Verdict};
use super::requirements;
use super::talk::{End, Event, Talk};

/// How often a conversation is read again, with one rule more that may be broken.
const READINGS: usize = 12;

/// A rule that a conversation has broken.
#[derive(Debug)]
pub struct Breach {
    pub violation: Violation,
    /// What was sent on the connection.
    pub sent: Vec<u8>,
    pub came: Vec<u8>,
}

/// Rules that say more than the RFC: what breaks them is no more than discourteous.
const COURTESIES: [&str; 3] = ["SERVER_DETAILED", "CONTINUE_UNASKED", "TRAILER_UNANNOUNCED"];

/// Rules about HTTP/1.1 that say nothing about whoever answers in HTTP/1.0.
const OF_HTTP11: [&str; 4] = ["VERSION_LOW", "CLOSE_UNSAID", "CLOSE_DELIMITED", "ECHO_CLOSE"];

/// All rules that a server has broken on one connection, as far as it can be read after each.
pub fn breaches(talk: &Talk<'_>, still_open: bool) -> Vec<Breach> {
    if talk.is_foreign {
        return Vec::new();
    }
    let (sent, came) = talk.octets();
    let mut found: Vec<Breach> = Vec::new();
    let mut forgiven: Vec<&'static str> = Vec::new();
    for _ in 0..READINGS {
        let mut conversation = read(talk, &forgiven);
        if still_open {
            conversation.still_open();
        }
        let Err(violation) = conversation.verdict() else { break };
        if forgiven.contains(&violation.rule.name) {
            break;
        }
        forgiven.push(violation.rule.name);
        found.push(Breach { violation: *violation, sent: sent.clone(), came: came.clone() });
    }
    found
}

/// Whether the server has to close the connection now.
pub fn must_close(talk: &Talk<'_>) -> bool {
    !talk.is_foreign && read(talk, &RULES.iter().map(|rule| rule.name).collect::<Vec<_>>()).must_close()
}

fn read(talk: &Talk<'_>, forgiven: &[&'static str]) -> Conversation {
    let mut conversation = Conversation::with_server().forgiving(forgiven);
    for event in &talk.events {
        match event {
            Event::Sent(octets) => conversation.sent(octets),
            Event::Came(octets) => drop(conversation.received(octets)),
        }
    }
    if talk.end == End::Closed {
        conversation.closed();
    }
    conversation
}

/// How much it matters that a rule is broken.
fn class(violation: &Violation) -> Class {
    let Rule { name, requirement, .. } = violation.rule;
    let level = requirements::requirement(requirement).map_or("", |row| row.level);
    // Last-Modified beside the ETag of a 304 is of use to some caches.
    let is_of_use =
        *name == "NOT_MODIFIED_FIELDS" && wrong_octets(violation).to_ascii_lowercase().starts_with(b"last-mod");
    if is_of_use || COURTESIES.contains(name) { Class::Courtesy } else { Class::of_level(level) }
}

fn wrong_octets(violation: &Violation) -> &[u8] {
    violation.wrong.and_then(|wrong| violation.octets.get(wrong..)).unwrap_or_default()
}

/// One finding for each rule that was broken, however often; and one that holds when none was.
pub fn findings(breaches: Vec<Breach>, conversations: usize, speaks_http11: bool) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for Breach { violation, sent, came } in breaches {
        let id = format!("sent-{}", violation.rule.name.to_ascii_lowercase().replace('_', "-"));
        let is_known = found.iter().any(|finding| finding.id == id);
        if is_known || !speaks_http11 && OF_HTTP11.contains(&violation.rule.name) {
            continue;
        }
        let class = class(&violation);
        let why = violation.rule.why.trim_end_matches('.');
        let words = match &violation.detail {
            Some(detail) => format!("{}. {why}", detail.words),
            None => why.to_owned(),
        };
        found.push(Finding {
            id,
            title: violation.rule.wrong.to_owned(),
            requirement: violation.rule.requirement,
            class,
            verdict: Verdict::Broken(Some(class), words),
            sent,
            came,
        });
    }
    if found.is_empty() {
        found.push(Finding {
            id: "sent".to_owned(),
            title: format!("nothing that must not be sent came in {conversations} conversations"),
            requirement: "9110-2.2-grammar",
            class: Class::Must,
            verdict: Verdict::Held,
            sent: Vec::new(),
            came: Vec::new(),
        });
    }
    found
}
