//! Where a learner stands in a lesson.

use std::fmt::{self, Display};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::files;
use crate::grade::check;
use crate::grade::desk::{self, Judgement};
use crate::learn::progress::{self, Progress};
use crate::learn::seen::Seen;
use crate::learn::standing::Standing;
use crate::lessons::Lesson;
use crate::output;
use crate::rooms::depth::Depth;
use crate::rooms::own::{self, Own};
use crate::rooms::starters;

/// Crates that no verdict depends on, whatever changes in them.
const ASIDE: [&str; 5] = ["bench", "course", "fuzz", "launch", "toolbox"];

/// What is known of a room's files: that nothing was written in them, or this and their fingerprint.
const UNTOUCHED: &str = "untouched";
const WORK: &str = "work";

/// Where a learner stands in a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        /// The failure to look at first; empty where it never came to tests.
        first_failing: String,
        /// The first line of what is said about it.
        says: String,
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

/// A lesson, and everything that is known of the learner's work in it.
#[derive(Debug, Clone)]
pub struct Place {
    /// The lesson.
    pub lesson: Lesson,
    /// Where the learner stands in it.
    pub status: Status,
    /// At which depth the room was begun.
    pub depth: Depth,
    /// At which depths it was solved once.
    pub solved_at: Vec<Depth>,
}

/// A lesson on the learner's way, as far as that is known without running a test.
#[derive(Debug, Clone)]
pub struct Stop {
    /// The lesson.
    pub lesson: Lesson,
    /// How far it is.
    pub standing: Standing,
    /// At which depth the room was begun.
    pub depth: Depth,
    /// At which depths it was solved once.
    pub solved_at: Vec<Depth>,
}

impl From<&Place> for Stop {
    fn from(place: &Place) -> Self {
        let Place { lesson, status, depth, solved_at } = place.clone();
        Self { lesson, standing: status.standing(), depth, solved_at }
    }
}

/// What is known of a lesson without running a test.
enum Known {
    Status(Status),
    /// Something was written since it was graded last, with this fingerprint.
    Changed(u64),
}

/// What is known from earlier runs.
struct Verdicts {
    progress: Progress,
    seen: Seen,
    /// The fingerprint of what all lessons depend on.
    tools: u64,
}

impl Verdicts {
    fn recall(root: &Path) -> Result<Self> {
        let seen = Seen::of(root);
        let tools = seen.or_find("tools", &seen.tools(), || tools(root).map(|tools| tools.to_string()))?;
        // What somebody else has written there is no fingerprint.
        let tools = tools.parse().map_or_else(|_| self::tools(root), Ok)?;
        Ok(Self { progress: Progress::read(root), seen, tools })
    }

    fn of(&self, lesson: &Lesson) -> Result<Known> {
        let look = self.seen.lesson(lesson);
        let content = self.seen.or_find(&lesson.name, &look, || content(lesson, self.tools))?;
        let (word, rest) = content.split_once(' ').unwrap_or((&content, ""));
        Ok(match (word, rest.parse()) {
            (UNTOUCHED, _) => Known::Status(Status::NotStarted),
            (WORK, Ok(print)) => {
                let graded = self.progress.graded(&lesson.name, print);
                graded.map_or(Known::Changed(print), Known::Status)
            }
            _ => {
                output::note(rest);
                Known::Status(Status::DoesNotCompile)
            }
        })
    }
}

/// What a room holds: nothing of somebody's own, or this and its fingerprint, or what keeps it from being read.
fn content(lesson: &Lesson, tools: u64) -> Result<String> {
    if starters::is_untouched(lesson)? {
        return Ok(UNTOUCHED.to_owned());
    }
    Ok(match Own::read(lesson) {
        Ok(own) => format!("{WORK} {}", fingerprint(lesson, &own, tools)?),
        Err(why) => format!("refused {}", why.to_string().replace('\n', " ")),
    })
}

/// Finds out about lessons. Tests are run only where something has changed since the last time.
pub fn places(root: &Path, lessons: Vec<Lesson>) -> Result<Vec<Place>> {
    let verdicts = Verdicts::recall(root)?;
    let place = |lesson: Lesson| {
        let depth = starters::depth(&lesson);
        let mut solved_at = verdicts.progress.solved_at(&lesson.name);
        let status = match verdicts.of(&lesson)? {
            Known::Status(status) => status,
            Known::Changed(fingerprint) => {
                output::note(format_args!("running the tests of {}", lesson.package()));
                let own = Own::read(&lesson)?;
                let judged = own::judge(root, &[(&lesson, &own)])?.pop();
                let status = judged.map_or(Status::DoesNotCompile, |judged| Status::of(&lesson, &own, &judged));
                progress::note(root, &lesson.name, own.depth(), fingerprint, &status)?;
                status
            }
        };
        if status == Status::Solved && !solved_at.contains(&depth) {
            solved_at.push(depth);
        }
        Ok(Place { lesson, status, depth, solved_at })
    };
    lessons.into_iter().map(place).collect()
}

/// How a lesson was graded last, if nothing has changed since.
pub fn known(root: &Path, lesson: &Lesson) -> Result<Option<Status>> {
    Ok(match Verdicts::recall(root)?.of(lesson)? {
        Known::Status(status) => Some(status),
        Known::Changed(_) => None,
    })
}

/// How far lessons are, without running a test: one that has changed since it was graded is in work.
pub fn stops(root: &Path, lessons: Vec<Lesson>) -> Result<Vec<Stop>> {
    let verdicts = Verdicts::recall(root)?;
    let stop = |lesson: Lesson| -> Result<Stop> {
        let standing = match verdicts.of(&lesson)? {
            Known::Status(status) => status.standing(),
            Known::Changed(_) => Standing::InWork,
        };
        let (depth, solved_at) = (starters::depth(&lesson), verdicts.progress.solved_at(&lesson.name));
        Ok(Stop { lesson, standing, depth, solved_at })
    };
    lessons.into_iter().map(stop).collect()
}

/// Remembers how a room was judged that was read before, for whoever asks next.
pub fn remember(root: &Path, lesson: &Lesson, own: &Own, judgement: &Judgement) -> Result<()> {
    let fingerprint = fingerprint(lesson, own, Verdicts::recall(root)?.tools)?;
    progress::note(root, &lesson.name, own.depth(), fingerprint, &Status::of(lesson, own, judgement))
}

impl Status {
    fn of(lesson: &Lesson, own: &Own, judgement: &Judgement) -> Self {
        let tests = &judgement.tests;
        let in_work = |first_failing: &str, says: &str| Self::InWork {
            passed: tests.iter().filter(|test| test.passed()).count(),
            count: tests.len(),
            first_failing: first_failing.to_owned(),
            says: says.lines().next().unwrap_or_default().trim().to_owned(),
        };
        match &judgement.verdict {
            desk::Verdict::Solved => Self::Solved,
            desk::Verdict::NotStarted => Self::NotStarted,
            desk::Verdict::DoesNotCompile(_) | desk::Verdict::Outside(_) => Self::DoesNotCompile,
            desk::Verdict::NoResult(why) => Self::InWork {
                passed: 0,
                count: tests.len(),
                first_failing: String::new(),
                says: why.lines().next().unwrap_or_default().to_owned(),
            },
            desk::Verdict::InWork => {
                let open = check::open(lesson, own, tests);
                let first = check::first_failure(tests, |test| own.left_to(&test.name, &open));
                first.map_or_else(|| in_work("", ""), |test| in_work(&test.name, &test.text))
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
    for folder in crates(root)? {
        (folder.file_name(), files::read_tree(&folder)?).hash(&mut hasher);
    }
    for name in ["Cargo.toml", "Cargo.lock"] {
        fs::read(root.join(name)).ok().hash(&mut hasher);
    }
    Ok(hasher.finish())
}

/// The folders of the crates that verdicts depend on.
pub fn crates(root: &Path) -> Result<Vec<PathBuf>> {
    let folder = root.join("crates");
    let names = files::names(&folder)?.into_iter().filter(|name| !ASIDE.contains(&name.as_str()));
    Ok(names.map(|name| folder.join(name)).collect())
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
        let status = Status::InWork { passed: 9, count: 14, first_failing: "a".to_owned(), says: String::new() };
        assert_eq!(status.to_string(), "9 of 14 tests pass");
    }
}
