//! Where a learner stands in a lesson.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::files;
use crate::grade::desk::{self, Judgement};
use crate::learn::memory;
use crate::learn::standing::Standing;
use crate::lessons::Lesson;
use crate::rooms::own::{self, Own};
use crate::rooms::starters;

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

/// What is known of a lesson without running a test.
enum Known {
    Status(Status),
    /// Something was written since it was graded last; the second is its fingerprint.
    Changed(Box<Own>, u64),
}

/// The verdicts of earlier runs.
struct Verdicts<'a> {
    root: &'a Path,
    known: BTreeMap<String, Verdict>,
    tools: u64,
}

impl<'a> Verdicts<'a> {
    fn recall(root: &'a Path) -> Result<Self> {
        Ok(Self { root, known: memory::recall(root, MEMORY), tools: tools(root)? })
    }

    fn of(&self, lesson: &Lesson) -> Result<Known> {
        if starters::is_untouched(lesson)? {
            return Ok(Known::Status(Status::NotStarted));
        }
        let own = match Own::read(lesson) {
            Ok(own) => own,
            Err(error) => {
                cli::note(error);
                return Ok(Known::Status(Status::DoesNotCompile));
            }
        };
        let fingerprint = fingerprint(lesson, &own, self.tools)?;
        Ok(match self.known.get(&lesson.name) {
            Some(verdict) if verdict.fingerprint == fingerprint => Known::Status(verdict.status.clone()),
            _ => Known::Changed(Box::new(own), fingerprint),
        })
    }

    fn remember(&mut self, lesson: &Lesson, fingerprint: u64, status: Status) -> Result<()> {
        self.known.insert(lesson.name.clone(), Verdict { fingerprint, status });
        memory::remember(self.root, MEMORY, &self.known)
    }
}

/// Finds out about all lessons. Tests are run only where something has changed since the last time.
pub fn statuses(root: &Path, lessons: &[Lesson]) -> Result<Vec<Status>> {
    let mut verdicts = Verdicts::recall(root)?;
    let mut statuses = Vec::new();
    for lesson in lessons {
        statuses.push(match verdicts.of(lesson)? {
            Known::Status(status) => status,
            Known::Changed(own, fingerprint) => {
                cli::note(format_args!("running the tests of {}", lesson.package()));
                let judged = own::judge(root, &[(lesson, &*own)])?.pop();
                let status = judged.map_or(Status::DoesNotCompile, |judgement| Status::of(&judgement));
                verdicts.remember(lesson, fingerprint, status.clone())?;
                status
            }
        });
    }
    Ok(statuses)
}

/// How far each lesson is, without running a test: one that has changed since it was graded is in work.
pub fn standings(root: &Path, lessons: &[Lesson]) -> Result<Vec<Standing>> {
    let verdicts = Verdicts::recall(root)?;
    let standing = |lesson| -> Result<Standing> {
        Ok(match verdicts.of(lesson)? {
            Known::Status(status) => status.standing(),
            Known::Changed(..) => Standing::InWork,
        })
    };
    lessons.iter().map(standing).collect()
}

/// Remembers how a room was judged that was read before, for whoever asks next.
pub fn remember(root: &Path, lesson: &Lesson, own: &Own, judgement: &Judgement) -> Result<()> {
    let mut verdicts = Verdicts::recall(root)?;
    let fingerprint = fingerprint(lesson, own, verdicts.tools)?;
    verdicts.remember(lesson, fingerprint, Status::of(judgement))
}

impl Status {
    fn of(judgement: &Judgement) -> Self {
        let tests = &judgement.tests;
        let in_work = |passed, first_failing| Self::InWork { passed, count: tests.len(), first_failing };
        match &judgement.verdict {
            desk::Verdict::Solved => Self::Solved,
            desk::Verdict::NotStarted => Self::NotStarted,
            desk::Verdict::DoesNotCompile(_) | desk::Verdict::Outside(_) => Self::DoesNotCompile,
            desk::Verdict::NoResult(why) => in_work(0, why.lines().next().unwrap_or_default().to_owned()),
            desk::Verdict::InWork => {
                let first = tests.iter().find(|test| !test.passed()).map_or("", |test| &test.name);
                in_work(tests.iter().filter(|test| test.passed()).count(), first.to_owned())
            }
        }
    }

    /// How far the lesson is.
    pub fn standing(&self) -> Standing {
        match self {
            Self::NotStarted => Standing::Untouched,
            Self::DoesNotCompile | Self::InWork { .. } => Standing::InWork,
            Self::Solved => Standing::Solved,
        }
    }
}

/// Everything but the lesson itself that a verdict depends on: the crates that grade and those that lessons build on.
pub fn tools(root: &Path) -> Result<u64> {
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
    lesson.read_tests()?.hash(&mut hasher);
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
