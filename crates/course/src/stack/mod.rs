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
use crate::lessons::Lesson;
use crate::memory;
use crate::output::show;
use crate::stack::layers::{Layer, Work};
use crate::stack::report::{LayerReport, Report, Whose};
use crate::stack::workspace::Workspace;

const MEMORY: &str = "stack";

/// Where the workspace lies.
const FOLDER: &str = "target/course/stack";

/// Takes every layer that can be taken, and says which those are; with `only_report`, what is known of the last time.
pub fn stack(root: &Path, only_report: bool) -> Result<()> {
    let layers = layers::layers(root)?;
    let report = if only_report {
        known(root, &layers)?.ok_or_else(|| {
            Error::Other(
                "your rooms have changed since they were stacked last; `cargo course stack` does so".to_owned(),
            )
        })?
    } else {
        stacked(root, &layers)?
    };
    show(&report.text())
}

/// The line about the learner's layers for `cargo course`: nothing where they were never stacked.
pub fn line(root: &Path) -> Result<Option<String>> {
    let remembered: Report = memory::recall(root, MEMORY);
    if remembered.layers.is_empty() {
        return Ok(None);
    }
    let layers = layers::layers(root)?;
    Ok(Some(match known(root, &layers)? {
        Some(report) => report.headline(),
        None => "your rooms have changed since they were stacked: cargo course stack".to_owned(),
    }))
}

/// The program of a lesson on the learner's layers, and what there is to say about these.
pub fn program(root: &Path, lesson: &Lesson, role: &str) -> Result<(PathBuf, String)> {
    let layers = layers::layers(root)?;
    let Some(layer) = layers.iter().find(|layer| layer.lesson == *lesson) else {
        return Err(Error::Other(format!("lesson {} stands on no layer", lesson.number)));
    };
    let report = stacked(root, &layers)?;
    let workspace = Workspace::new(root, &root.join(FOLDER), &layers);
    let built = workspace.build(&report.taken())?;
    let program = workspace.program(&built, layer, role)?;
    Ok((program, report.about(&layer.lesson.number)))
}

/// What was found out about exactly these rooms before.
fn known(root: &Path, layers: &[Layer]) -> Result<Option<Report>> {
    let report: Report = memory::recall(root, MEMORY);
    Ok((report.fingerprint == layers::fingerprint(root, layers)? && !report.layers.is_empty()).then_some(report))
}

/// Finds out which layers can be taken, unless that is known.
fn stacked(root: &Path, layers: &[Layer]) -> Result<Report> {
    if let Some(report) = known(root, layers)? {
        return Ok(report);
    }
    let fingerprint = layers::fingerprint(root, layers)?;
    let workspace = Workspace::new(root, &root.join(FOLDER), layers);
    let of = |number: &str| layers.iter().find(|layer| layer.lesson.number == number);
    let begun = layers.iter().filter(|layer| matches!(layer.work, Work::Sources { .. }));
    let begun: Vec<String> = begun.map(|layer| layer.lesson.number.clone()).collect();
    let found = take(&begun, |with, anew| of(anew).map_or(Ok(None), |lowest| workspace.obstacle(with, lowest)))?;
    let of = |layer: &Layer| {
        let number = &layer.lesson.number;
        let whose = match &layer.work {
            Work::None => Whose::NotBegun,
            Work::Unreadable(why) => Whose::Refused(why.clone()),
            Work::Sources { .. } if found.taken.contains(number) => Whose::Yours { written: layer.written() },
            Work::Sources { .. } => Whose::Refused(found.refused.get(number).cloned().unwrap_or_default()),
        };
        let lines = layer.lines(matches!(whose, Whose::Yours { .. }));
        LayerReport { number: number.clone(), name: layer.lesson.name.clone(), is_base: layer.is_base, whose, lines }
    };
    let report = Report { fingerprint, layers: layers.iter().map(of).collect() };
    memory::remember(root, MEMORY, &report)?;
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

/// Takes the layers of these numbers, the lowest first, as far as `obstacle` finds nothing in the way of some of them, of
/// which the second one is looked at anew, with all that stands on it.
///
/// All of them are tried together first. When that does not hold, each is tried on those below it that were taken.
fn take(
    candidates: &[String],
    mut obstacle: impl FnMut(&BTreeSet<String>, &str) -> Result<Option<String>>,
) -> Result<Taken> {
    let all: BTreeSet<String> = candidates.iter().cloned().collect();
    let Some(lowest) = candidates.first() else { return Ok(Taken::default()) };
    let together = obstacle(&all, lowest)?;
    let mut found = Taken::default();
    match together {
        None => found.taken = all,
        // Of one alone, nothing more is to be found out.
        Some(why) if candidates.len() == 1 => drop(found.refused.insert(lowest.clone(), why)),
        Some(_) => {
            for number in candidates {
                let mut with = found.taken.clone();
                with.insert(number.clone());
                match obstacle(&with, number)? {
                    None => found.taken = with,
                    Some(why) => drop(found.refused.insert(number.clone(), why)),
                }
            }
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

    #[test]
    fn every_layer_is_taken_that_holds_with_those_below_it() {
        let mut tried = Vec::new();
        let found = take(&numbers(&["08", "10", "11"]), |with, anew| {
            tried.push(format!("{}/{anew}", with.iter().cloned().collect::<Vec<_>>().join("+")));
            Ok(with.contains("10").then(|| "yours fails".to_owned()))
        });
        let found = found.unwrap();
        assert_eq!(found.taken, numbers(&["08", "11"]).into_iter().collect());
        assert_eq!(found.refused, BTreeMap::from([("10".to_owned(), "yours fails".to_owned())]));
        assert_eq!(tried, ["08+10+11/08", "08/08", "08+10/10", "08+11/11"]);
    }

    #[test]
    fn what_holds_together_or_is_alone_is_tried_once() {
        let mut count = 0;
        let mut times = |candidates: &[&str], why: Option<&str>| {
            count = 0;
            let found = take(&numbers(candidates), |_, _| {
                count += 1;
                Ok(why.map(str::to_owned))
            });
            (found.unwrap(), count)
        };
        assert_eq!(times(&["08", "09"], None).1, 1);
        assert_eq!(times(&[], None), (Taken::default(), 0));
        let (found, count) = times(&["08"], Some("no"));
        assert_eq!((found.refused["08"].as_str(), count), ("no", 1));
    }
}
