//! The learner's layers on one another: `cargo course stack`.
//!
//! A room stands on the references below it. Here a workspace is written, under `target/course/stack`, in which each layer
//! exists once: the learner's where it and everything above it passes its tests on what lies below, else the reference.

mod layers;
pub mod proof;
mod report;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::learn::seen::Seen;
use crate::learn::stack::layers::{Layer, Work};
use crate::learn::stack::report::{LayerReport, Report, Whose};
use crate::learn::stack::workspace::{Obstacle, Workspace};
use crate::lessons::{self, Lesson};
use crate::output::show;
use crate::program::Profile;

/// Where the workspace lies.
const FOLDER: &str = "target/course/stack";

/// Takes every layer that can be taken, and says which those are; with `only_report`, what is known of the last time.
pub fn stack(root: &Path, only_report: bool) -> Result<()> {
    let layers = layers::layers(root)?;
    let report = if only_report {
        let remembered = Report::read(root)?;
        known(root, &layers)?
            .ok_or_else(|| Error::Other(format!("{}; `cargo course stack` does so", remembered.state())))?
    } else {
        stacked(root, &layers)?
    };
    show(&report.text())
}

/// The line about the learner's layers for `cargo course`: nothing where they were never stacked.
pub fn line(root: &Path) -> Result<Option<String>> {
    let remembered = Report::read(root)?;
    if remembered.layers.is_empty() {
        return Ok(None);
    }
    Ok(Some(if remembered.fingerprint == fingerprint(root)? {
        remembered.headline()
    } else {
        format!("{}: cargo course stack", remembered.state())
    }))
}

/// The names of the layers that were the learner's when they were stacked last.
pub fn yours(root: &Path) -> Result<BTreeSet<String>> {
    let report = Report::read(root)?;
    let yours = report.layers.into_iter().filter(|layer| matches!(layer.whose, Whose::Yours { .. }));
    Ok(yours.map(|layer| layer.name).collect())
}

/// The fingerprint of all layers as they are now.
fn fingerprint(root: &Path) -> Result<u64> {
    let seen = Seen::of(root);
    let look = seen.lessons(&lessons::lessons(root)?);
    let find = || layers::fingerprint(root, &layers::layers(root)?);
    let known = seen.or_find("layers", &look, || find().map(|print| print.to_string()))?;
    known.parse().map_or_else(|_| find(), Ok)
}

/// The program of a lesson on the learner's layers, and what there is to say about these.
pub fn program(root: &Path, lesson: &Lesson, role: &str, profile: Profile) -> Result<(PathBuf, String)> {
    let layers = layers::layers(root)?;
    let Some(layer) = layers.iter().find(|layer| layer.lesson == *lesson) else {
        return Err(Error::Other(format!("lesson {} stands on no layer", lesson.number)));
    };
    let report = stacked(root, &layers)?;
    // Whoever asks for their own program does not want another one.
    if let Some(why) = report.refusal(&lesson.number) {
        return Err(Error::Other(format!("your program of lesson {} does not hold: {why}", lesson.number)));
    }
    let workspace = Workspace::open(root, &root.join(FOLDER), &layers)?;
    let program = workspace.program(&report.taken(), layer, role, profile)?;
    Ok((program, report.about(&layer.lesson.number)))
}

/// What was found out about exactly these rooms before.
fn known(root: &Path, layers: &[Layer]) -> Result<Option<Report>> {
    let report = Report::read(root)?;
    Ok((report.fingerprint == layers::fingerprint(root, layers)? && !report.layers.is_empty()).then_some(report))
}

/// Finds out which layers can be taken, unless that is known.
fn stacked(root: &Path, layers: &[Layer]) -> Result<Report> {
    if let Some(report) = known(root, layers)? {
        return Ok(report);
    }
    let fingerprint = layers::fingerprint(root, layers)?;
    let workspace = Workspace::open(root, &root.join(FOLDER), layers)?;
    let begun = layers.iter().filter(|layer| matches!(layer.work, Work::Sources { .. }));
    let begun: Vec<String> = begun.map(|layer| layer.lesson.number.clone()).collect();
    workspace.forget_outputs()?;
    let found = take(&begun, |with, anew| workspace.obstacle(with, anew))?;
    let of = |layer: &Layer| {
        let number = &layer.lesson.number;
        let whose = match &layer.work {
            Work::None => Whose::NotBegun,
            Work::NotReady(why) => Whose::Refused(why.clone()),
            Work::Sources { .. } if found.taken.contains(number) => Whose::Yours { written: layer.written() },
            Work::Sources { .. } => Whose::Refused(found.refused.get(number).cloned().unwrap_or_default()),
        };
        let lines = layer.lines(matches!(whose, Whose::Yours { .. }));
        LayerReport { number: number.clone(), name: layer.lesson.name.clone(), is_base: layer.is_base, whose, lines }
    };
    let report = Report { fingerprint, layers: layers.iter().map(of).collect() };
    report.note(root)?;
    Ok(report)
}

/// What was found out about layers that the learner has begun.
#[derive(Debug, Default, PartialEq, Eq)]
struct Taken {
    /// The numbers of those that are taken.
    taken: BTreeSet<String>,
    /// Why others are not, by their numbers.
    refused: BTreeMap<String, String>,
}

/// Takes the layers of these numbers, the lowest first, as far as `obstacle` finds nothing in the way of some of them, with
/// all that stands on those that are looked at anew.
///
/// All of them are tried together first. When one of them is itself in the way, the others are tried without it. When
/// something else is that stands on them, each is tried on those below it that were taken: nobody knows which of them it was.
fn take(
    candidates: &[String],
    mut obstacle: impl FnMut(&BTreeSet<String>, &[String]) -> Result<Option<Obstacle>>,
) -> Result<Taken> {
    let mut left = candidates.to_vec();
    let mut found = Taken::default();
    while !left.is_empty() {
        let all: BTreeSet<String> = left.iter().cloned().collect();
        let Some(Obstacle { number, why }) = obstacle(&all, &left)? else {
            found.taken = all;
            return Ok(found);
        };
        if left.len() == 1 {
            found.refused.extend(left.pop().map(|number| (number, why)));
        } else if all.contains(&number) {
            let first = why.lines().next().unwrap_or_default();
            cli::note(format_args!("{number}: {first}; the course's takes its place"));
            left.retain(|other| *other != number);
            found.refused.insert(number, why);
        } else {
            let first = why.lines().next().unwrap_or_default();
            cli::note(format_args!("{first}: to find out which one it is, they are tried one after the other"));
            return one_by_one(candidates, obstacle);
        }
    }
    Ok(found)
}

fn one_by_one(
    candidates: &[String],
    mut obstacle: impl FnMut(&BTreeSet<String>, &[String]) -> Result<Option<Obstacle>>,
) -> Result<Taken> {
    let mut found = Taken::default();
    for number in candidates {
        let mut with = found.taken.clone();
        with.insert(number.clone());
        match obstacle(&with, std::slice::from_ref(number))? {
            None => found.taken = with,
            Some(Obstacle { why, .. }) => drop(found.refused.insert(number.clone(), why)),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(numbers: &[&str]) -> Vec<String> {
        numbers.iter().map(|number| (*number).to_owned()).collect()
    }

    fn obstacle(number: &str) -> Obstacle {
        Obstacle { number: number.to_owned(), why: format!("{number} fails") }
    }

    /// What is taken of these, where `in_the_way` says which layer shows that something is wrong; and what was tried.
    fn taken(candidates: &[&str], in_the_way: impl Fn(&BTreeSet<String>) -> Option<Obstacle>) -> (Taken, Vec<String>) {
        let mut tried = Vec::new();
        let found = take(&numbers(candidates), |with, anew| {
            tried.push(format!("{}/{}", with.iter().cloned().collect::<Vec<_>>().join("+"), anew.join("+")));
            Ok(in_the_way(with))
        });
        (found.unwrap(), tried)
    }

    #[test]
    fn a_layer_that_does_not_hold_is_left_out_and_the_others_are_tried_without_it() {
        let (found, tried) = taken(&["08", "10", "11"], |with| with.contains("10").then(|| obstacle("10")));
        assert_eq!(found.taken, numbers(&["08", "11"]).into_iter().collect());
        assert_eq!(found.refused, BTreeMap::from([("10".to_owned(), "10 fails".to_owned())]));
        assert_eq!(tried, ["08+10+11/08+10+11", "08+11/08+11"]);
    }

    #[test]
    fn where_another_layer_shows_the_fault_each_is_tried_alone() {
        let (found, tried) = taken(&["08", "09", "10"], |with| with.contains("09").then(|| obstacle("12")));
        assert_eq!(found.taken, numbers(&["08", "10"]).into_iter().collect());
        assert_eq!(found.refused["09"], "12 fails");
        assert_eq!(tried, ["08+09+10/08+09+10", "08/08", "08+09/09", "08+10/10"]);
    }

    #[test]
    fn what_holds_together_or_is_alone_is_tried_once() {
        assert_eq!(taken(&["08", "09"], |_| None).1.len(), 1);
        assert_eq!(taken(&[], |_| None), (Taken::default(), Vec::new()));
        let (found, tried) = taken(&["08"], |_| Some(obstacle("14")));
        assert_eq!((found.refused["08"].as_str(), tried.len()), ("14 fails", 1));
    }
}
