//! `cargo course probe --client`: a server plays responses, good ones and bad ones, and the client is seen to take or to refuse
//! them.
//!
//! Of a client is judged what every client has: what it sends, whether it comes to an end, its exit status, and what it prints
//! where it prints the content.

mod play;
mod plays;

use std::time::Instant;

use anyhow::bail;
use checker::{Conversation, Violation};

use super::check::{Class, Finding, Verdict};
use super::requirements;
use super::run::{self, Report};
use super::talk::Event;
use play::{Connection, Seen};
use plays::{Habits, PLAYS, Play};

/// How many clients run at a time.
const AT_A_TIME: usize = 8;

/// What stands for the URL in the command.
const URL: &str = "{url}";

/// Probes a client, which is started once for each play.
///
/// # Errors
///
/// When it cannot be started, or does not ask for what its URL names.
pub fn probe(command: &str) -> anyhow::Result<Report> {
    if !command.contains(URL) {
        bail!("`{command}`: write {URL} where the client takes its URL");
    }
    let began = Instant::now();
    let habits = habits(command)?;
    let seen = run::in_parallel(PLAYS, AT_A_TIME, |wanted| match wanted.redirects && !habits.follows {
        true => None,
        false => Some(play::play(command, wanted.path, wanted.acts)),
    });
    let (mut findings, mut violations) = (Vec::new(), Vec::new());
    for (play, seen) in PLAYS.iter().zip(seen) {
        match seen.flatten() {
            None => findings.push(finding(play, Verdict::NotOffered("redirects are not followed".to_owned()), None)),
            Some(seen) => {
                let seen = seen?;
                violations.extend(seen.connections.iter().flat_map(broken_rules));
                findings.push(finding(play, verdict(play, &seen, habits), Some(&seen)));
            }
        }
    }
    findings.extend(sent(violations));
    Ok(Report { url: command.to_owned(), offers: None, findings, took: began.elapsed() })
}

/// What the client does with a plain response, and with a redirect.
fn habits(command: &str) -> anyhow::Result<Habits> {
    let plain = |id: &str| PLAYS.iter().find(|play| play.id == id);
    let Some((first, second)) = plain("plain").zip(plain("redirect")) else { bail!("there are no plays") };
    let seen = play::play(command, first.path, first.acts)?;
    let said = String::from_utf8_lossy(&seen.complained).trim().to_owned();
    if seen.heads().is_empty() {
        bail!("`{command}`: no request came{}", if said.is_empty() { said } else { format!("; it says: {said}") });
    }
    let prints = seen.has_printed(b"probe-4f1c9b-whole");
    let follows = play::play(command, second.path, second.acts)?.heads().len() > 1;
    Ok(Habits { prints, follows })
}

fn verdict(play: &Play, seen: &Seen, habits: Habits) -> Verdict {
    match (play.judge)(seen, habits) {
        Ok(()) => Verdict::Held,
        Err(verdict) => verdict,
    }
}

fn finding(play: &Play, verdict: Verdict, seen: Option<&Seen>) -> Finding {
    let (asked, given) = seen.map(Seen::octets).unwrap_or_default();
    let class = match &verdict {
        Verdict::Broken(Some(class), _) => (*class).max(play.class),
        _ => play.class,
    };
    let (id, title) = (play.id.to_owned(), play.title.to_owned());
    // Of a client, what came is its request, and what was sent the response.
    Finding { id, title, requirement: play.requirement, class, verdict, sent: given, came: asked }
}

/// The rules about requests that a client has broken on a connection, each with what it sent.
fn broken_rules(connection: &Connection) -> Vec<(Violation, Vec<u8>)> {
    let mut found: Vec<(Violation, Vec<u8>)> = Vec::new();
    let mut forgiven = Vec::new();
    loop {
        let mut conversation = Conversation::with_client().forgiving(&forgiven);
        let mut came = Vec::new();
        for event in &connection.events {
            match event {
                Event::Sent(octets) => conversation.sent(octets),
                Event::Came(octets) => {
                    came.extend_from_slice(octets);
                    conversation.received(octets);
                }
            }
        }
        match conversation.verdict() {
            Err(violation) if !forgiven.contains(&violation.rule.name) => {
                forgiven.push(violation.rule.name);
                found.push((*violation, came));
            }
            _ => return found,
        }
    }
}

/// One finding for each rule, and one that holds when none was broken.
fn sent(violations: Vec<(Violation, Vec<u8>)>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (violation, came) in violations {
        let rule = violation.rule;
        let id = format!("sent-{}", rule.name.to_ascii_lowercase().replace('_', "-"));
        if found.iter().any(|finding| finding.id == id) {
            continue;
        }
        let level = requirements::requirement(rule.requirement).map_or("", |row| row.level);
        let class = Class::of_level(level);
        let verdict = Verdict::Broken(Some(class), rule.why.trim_end_matches('.').to_owned());
        let (title, requirement) = (rule.wrong.to_owned(), rule.requirement);
        found.push(Finding { id, title, requirement, class, verdict, sent: Vec::new(), came });
    }
    if found.is_empty() {
        let (id, title) = ("sent".to_owned(), "nothing that must not be sent came from the client".to_owned());
        let (sent, came) = (Vec::new(), Vec::new());
        let (requirement, class) = ("9110-2.2-grammar", Class::Must);
        found.push(Finding { id, title, requirement, class, verdict: Verdict::Held, sent, came });
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_play_has_a_name_of_its_own_and_a_requirement() {
        let mut names = BTreeSet::new();
        for play in PLAYS {
            assert!(names.insert(play.id), "{} stands there twice", play.id);
            assert!(requirements::requirement(play.requirement).is_some(), "{}: {}", play.id, play.requirement);
        }
    }
}
