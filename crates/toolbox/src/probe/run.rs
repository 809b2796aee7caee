//! Running the checks: several at a time, where the server serves several clients.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::bail;

use super::check::{Check, Class, Finding, Verdict};
use super::checks;
use super::offers::{Need, NoResponse, Offers};
use super::reading::{self, Breach};
use super::talk::Talk;
use super::target::Target;

/// How many connections the probe has at a time.
const AT_A_TIME: usize = 12;

/// A busy machine is late now and then: so many of the checks that waited in vain are made again at a time, with so many
/// times the patience.
const AGAIN_AT_A_TIME: usize = 4;
const AGAIN: u32 = 2;

/// What was found out about a server.
#[derive(Debug)]
pub struct Report {
    pub url: String,
    /// What a server offers; none of a client.
    pub offers: Option<Offers>,
    pub findings: Vec<Finding>,
    pub took: Duration,
}

impl Report {
    /// Whether nothing grave is broken.
    pub fn is_good(&self) -> bool {
        !self.findings.iter().any(|finding| finding.is_broken() && finding.class.is_grave())
    }
}

/// What one check has found.
struct Done {
    verdict: Verdict,
    sent: Vec<u8>,
    came: Vec<u8>,
    breaches: Vec<Breach>,
    was_late: bool,
}

/// Probes the server at `target`.
///
/// # Errors
///
/// When it says nothing at all.
pub fn probe(target: &Target) -> anyhow::Result<Report> {
    let began = Instant::now();
    let offers = match Offers::of(target) {
        Ok(offers) => offers,
        Err(found) if found.came.is_empty() => bail!("{}: to a plain GET, {}", target.url(), found.verdict.words()),
        Err(found) => return Ok(unreadable(target, *found, began)),
    };
    let all: Vec<&Check> = checks::all().collect();
    let at_a_time = if offers.serves_many { AT_A_TIME } else { 1 };
    let mut done: Vec<Option<Done>> = in_parallel(&all, at_a_time, |check| made(check, target, &offers, 1));
    if at_a_time > 1 {
        make_again(&all, &mut done, target, &offers);
    }
    let (mut findings, mut breaches, mut conversations) = (Vec::new(), Vec::new(), 0);
    for (check, done) in all.iter().zip(done) {
        let Some(done) = done else { continue };
        conversations += usize::from(!done.sent.is_empty());
        breaches.extend(done.breaches);
        let class = match &done.verdict {
            // Nothing is graver than what the check is about.
            Verdict::Broken(Some(class), _) => (*class).max(check.class),
            _ => check.class,
        };
        findings.push(Finding {
            id: check.id.to_owned(),
            title: check.title.to_owned(),
            requirement: check.requirement,
            class,
            verdict: done.verdict,
            sent: done.sent,
            came: done.came,
        });
    }
    let read = reading::findings(breaches, conversations, offers.has(Need::Http11));
    // What a check of its own has found is not told twice.
    let known: Vec<&str> = findings.iter().filter(|found| found.is_broken()).map(|found| found.requirement).collect();
    let new = read.into_iter().filter(|found| !found.is_broken() || !known.contains(&found.requirement));
    let new: Vec<Finding> = new.collect();
    findings.extend(new);
    Ok(Report { url: target.url(), offers: Some(offers), findings, took: began.elapsed() })
}

/// Makes the checks again that waited in vain.
fn make_again(all: &[&Check], done: &mut [Option<Done>], target: &Target, offers: &Offers) {
    let was_late = |done: &Option<Done>| done.as_ref().is_some_and(|done| done.was_late);
    let late: Vec<usize> = (0..all.len()).filter(|at| done.get(*at).is_some_and(was_late)).collect();
    let again = in_parallel(&late, AGAIN_AT_A_TIME, |at| all.get(*at).map(|check| made(check, target, offers, AGAIN)));
    for (at, again) in late.into_iter().zip(again) {
        if let (Some(done), Some(again)) = (done.get_mut(at), again.flatten()) {
            *done = Some(again);
        }
    }
}

/// Does something with each of `all`, so many at a time.
pub fn in_parallel<T: Sync, R: Send>(all: &[T], at_a_time: usize, act: impl Fn(&T) -> R + Sync) -> Vec<Option<R>> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<R>>> = all.iter().map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for _ in 0..at_a_time.min(all.len()) {
            scope.spawn(|| {
                while let Some((item, result)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((all.get(at)?, results.get(at)?)))
                {
                    *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(act(item));
                }
            });
        }
    });
    results.into_iter().map(|result| result.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

/// Makes one check, with so many times the usual patience.
fn made(check: &Check, target: &Target, offers: &Offers, patience: u32) -> Done {
    let mut talk = Talk::new(target, offers);
    talk.patience *= patience;
    if let Some(lacking) = offers.lacks(check.needs) {
        let verdict = Verdict::NotOffered(lacking.words().to_owned());
        return Done { verdict, sent: Vec::new(), came: Vec::new(), breaches: Vec::new(), was_late: false };
    }
    let verdict = match (check.run)(&mut talk) {
        Ok(()) => Verdict::Held,
        Err(verdict) => verdict,
    };
    let still_open = reading::must_close(&talk) && {
        let patience = talk.patience;
        !talk.closes(patience)
    };
    let (sent, came) = talk.octets();
    Done { verdict, sent, came, breaches: reading::breaches(&talk, still_open), was_late: talk.was_late || still_open }
}

/// The report about a server whose response to a plain GET is none.
fn unreadable(target: &Target, found: NoResponse, began: Instant) -> Report {
    let NoResponse { verdict, sent, came } = found;
    let finding = Finding {
        id: "response".to_owned(),
        title: "a plain GET gets a response; nothing else was asked after that".to_owned(),
        requirement: "9110-2.2-grammar",
        class: Class::Must,
        verdict,
        sent,
        came,
    };
    Report { url: target.url(), offers: None, findings: vec![finding], took: began.elapsed() }
}
