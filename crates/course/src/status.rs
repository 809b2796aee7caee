//! Where a learner stands in a lesson.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::check::{self, Own};
use crate::desk::{self, Judgement};
use crate::error::Result;
use crate::files;
use crate::lessons::Lesson;
use crate::memory;
use crate::starters;

const MEMORY: &str = "verdicts";

/// Where a learner stands in a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// The sources are those of the starter.
    NotStarted,
    /// The compiler refuses them.
    DoesNotCompile,
    /// Some tests fail.
    InWork {
        /// How many pass.
        passed: usize,
        /// How many there are.
        count: usize,
        /// The first one that fails, in the order of the test file.
        first_failing: String,
    },
    /// All tests pass.
    Solved,
}

impl Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted => f.write_str("not started"),
            Self::DoesNotCompile => f.write_str("does not compile"),
            Self::InWork { passed, count, .. } => write!(f, "{passed} of {count} tests pass"),
            Self::Solved => f.write_str("solved"),
        }
    }
}

/// A verdict, and a fingerprint of everything that it was given for.
#[derive(Debug, Serialize, Deserialize)]
struct Verdict {
    fingerprint: u64,
    status: Status,
}

/// Finds out about all lessons. Tests are run only where something has changed since the last time.
pub fn statuses(root: &Path, lessons: &[Lesson]) -> Result<Vec<Status>> {
    let mut verdicts: BTreeMap<String, Verdict> = memory::recall(root, MEMORY);
    let tools = tools(root)?;
    let mut statuses = Vec::new();
    for lesson in lessons {
        if starters::is_untouched(lesson)? {
            statuses.push(Status::NotStarted);
            continue;
        }
        let own = match Own::read(lesson) {
            Ok(own) => own,
            Err(error) => {
                cli::note(error);
                statuses.push(Status::DoesNotCompile);
                continue;
            }
        };
        let fingerprint = fingerprint(lesson, &own, tools)?;
        let status = match verdicts.get(&lesson.name) {
            Some(verdict) if verdict.fingerprint == fingerprint => verdict.status.clone(),
            _ => {
                cli::note(format_args!("running the tests of {}", lesson.package()));
                let status = judge(root, lesson, &own)?;
                verdicts.insert(lesson.name.clone(), Verdict { fingerprint, status: status.clone() });
                memory::remember(root, MEMORY, &verdicts)?;
                status
            }
        };
        statuses.push(status);
    }
    Ok(statuses)
}

fn judge(root: &Path, lesson: &Lesson, own: &Own) -> Result<Status> {
    let mut judgements = check::judge(root, &[(lesson, own)])?;
    let Some(Judgement { verdict, tests }) = judgements.pop() else { return Ok(Status::DoesNotCompile) };
    let in_work = |passed, first_failing| Status::InWork { passed, count: tests.len(), first_failing };
    Ok(match verdict {
        desk::Verdict::Solved => Status::Solved,
        desk::Verdict::NotStarted => Status::NotStarted,
        desk::Verdict::DoesNotCompile(_) | desk::Verdict::Outside(_) => Status::DoesNotCompile,
        desk::Verdict::NoResult(why) => in_work(0, why.lines().next().unwrap_or_default().to_owned()),
        desk::Verdict::InWork => {
            let first = tests.iter().find(|test| !test.passed()).map_or("", |test| &test.name);
            in_work(tests.iter().filter(|test| test.passed()).count(), first.to_owned())
        }
    })
}

/// Everything but the lesson itself that a verdict depends on: the crates that grade and those that lessons build on.
fn tools(root: &Path) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for name in files::names(&root.join("crates"))?.iter().filter(|name| *name != "course") {
        (name, files::read_tree(&root.join("crates").join(name))?).hash(&mut hasher);
    }
    for name in ["Cargo.toml", "Cargo.lock"] {
        fs::read(root.join(name)).ok().hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn fingerprint(lesson: &Lesson, own: &Own, tools: u64) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    tools.hash(&mut hasher);
    own.files().hash(&mut hasher);
    files::read_text(&lesson.path(&lesson.tests()))?.hash(&mut hasher);
    Ok(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_reads_like_a_sentence() {
        let status = Status::InWork { passed: 9, count: 14, first_failing: "a".to_owned() };
        assert_eq!(status.to_string(), "9 of 14 tests pass");
    }
}
