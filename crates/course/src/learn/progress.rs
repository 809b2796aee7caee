//! What is known of a learner's work: a fact a line in `.course/progress`, which no `cargo clean` removes.
//!
//! ```text
//! solved echo build
//! hint echo/reply 2
//! graded echo 91ab…09 7 of 14 the_server_echoes wrong: half of it came back
//! ```
//!
//! Lessons and gaps go by their names: numbers change from one edition of the course to the next. It is all derived from
//! results, so who deletes the file loses no more than the time to grade again, and the count of hints.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::Result;
use crate::learn::facts::Facts;
use crate::learn::status::Status;
use crate::lessons::Lesson;
use crate::rooms::depth::Depth;
use crate::rooms::starters;

const FILE: &str = ".course/progress";

/// The first line of a new file.
const ABOUT: &str =
    "# What `cargo course` knows of your work: a fact a line. It can be deleted: all but the hints is found out again.";

/// How much of a failure's first line is kept.
const MOST: usize = 160;

/// What earlier editions kept in `target/course`.
const EARLIER: [&str; 3] = ["hints", "stack", "verdicts"];

/// What is known of a learner's work.
#[derive(Debug)]
pub struct Progress {
    facts: Facts,
}

impl Progress {
    /// Reads what is known, with what an earlier edition knew.
    pub fn read(root: &Path) -> Self {
        if EARLIER.iter().any(|name| earlier(root, name).exists()) {
            // Where it cannot be written, it is taken over another time.
            let _ = take_over(root);
        }
        Self { facts: Facts::read(&root.join(FILE)) }
    }

    /// The depths at which a lesson was solved once, whatever its room holds now.
    pub fn solved_at(&self, lesson: &str) -> Vec<Depth> {
        let words = format!("solved {lesson}");
        let known: Vec<Depth> = self.facts.after(&words).filter_map(Depth::from_word).collect();
        Depth::ALL.into_iter().filter(|depth| known.contains(depth)).collect()
    }

    /// What stands after these words in the last line that begins with them.
    pub fn last(&self, words: &str) -> Option<&str> {
        self.facts.after(words).next_back()
    }

    /// How a lesson was graded last, if what it was graded for has this fingerprint.
    pub fn graded(&self, lesson: &str, fingerprint: u64) -> Option<Status> {
        let words = format!("graded {lesson} {fingerprint:016x}");
        self.facts.after(&words).next_back().and_then(status)
    }
}

/// How many hints for a gap were asked for, `echo/reply`.
fn hints(facts: &Facts, gap: &str) -> usize {
    facts.after(&format!("hint {gap}")).filter_map(|count| count.parse().ok()).max().unwrap_or(0)
}

/// Notes several facts together: the words that each begins with, and what stands after them.
pub fn note_all(root: &Path, all: &[(String, String)]) -> Result<()> {
    change(root, |facts| {
        for (words, text) in all {
            facts.set(words, text, |_| true);
        }
    })
}

/// Notes that one hint more was asked for, of `most`, and says how many that makes.
pub fn one_more_hint(root: &Path, gap: &str, most: usize) -> Result<usize> {
    // What an earlier edition gave counts.
    Progress::read(root);
    change(root, |facts| {
        let count = most.min(hints(facts, gap) + 1);
        set_hints(facts, gap, count);
        count
    })
}

/// Notes how a lesson was graded, at which depth, for what has this fingerprint.
pub fn note(root: &Path, lesson: &str, depth: Depth, fingerprint: u64, status: &Status) -> Result<()> {
    change(root, |facts| {
        let is_known = |text: &str| {
            text.split_once(' ').is_some_and(|(print, rest)| is_print(print) && self::status(rest).is_some())
        };
        facts.set(&format!("graded {lesson}"), &format!("{fingerprint:016x} {}", words(status)), is_known);
        if *status == Status::Solved {
            set_solved(facts, lesson, depth);
        }
    })
}

fn change<T>(root: &Path, change: impl FnOnce(&mut Facts) -> T) -> Result<T> {
    Facts::change(&root.join(FILE), &mut |_| Ok(()), |facts| {
        facts.begin_with(ABOUT);
        change(facts)
    })
}

fn set_hints(facts: &mut Facts, gap: &str, count: usize) {
    facts.set(&format!("hint {gap}"), &count.to_string(), |text| text.parse::<usize>().is_ok());
}

fn set_solved(facts: &mut Facts, lesson: &str, depth: Depth) {
    facts.set(&format!("solved {lesson} {depth}"), "", str::is_empty);
}

fn is_print(word: &str) -> bool {
    word.len() == 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A status as it is written.
fn words(status: &Status) -> String {
    match status {
        Status::NotStarted => "not started".to_owned(),
        Status::DoesNotCompile => "does not compile".to_owned(),
        Status::Solved => "solved".to_owned(),
        Status::InWork { passed, count, first_failing, says } => {
            let says: String = says.chars().take(MOST).map(|c| if c.is_control() { ' ' } else { c }).collect();
            // A name of no words would be read as the first word of what is said.
            let name = if first_failing.is_empty() { "-" } else { first_failing };
            format!("{passed} of {count} {name} {says}").trim_end().to_owned()
        }
    }
}

/// Reads a status as it is written.
fn status(words: &str) -> Option<Status> {
    Some(match words {
        "not started" => Status::NotStarted,
        "does not compile" => Status::DoesNotCompile,
        "solved" => Status::Solved,
        _ => {
            let (passed, rest) = words.split_once(" of ")?;
            let mut rest = rest.splitn(3, ' ');
            let (passed, count) = (passed.parse().ok()?, rest.next()?.parse().ok()?);
            let first_failing = rest.next().filter(|name| *name != "-").unwrap_or_default().to_owned();
            let says = rest.next().unwrap_or_default().to_owned();
            Status::InWork { passed, count, first_failing, says }
        }
    })
}

/// A verdict as an earlier edition kept it.
#[derive(Deserialize)]
struct Verdict {
    status: serde_json::Value,
}

/// Takes over what an earlier edition kept where `cargo clean` removes it, once.
fn take_over(root: &Path) -> Result<()> {
    let hints: BTreeMap<String, usize> = recall(root, "hints");
    let verdicts: BTreeMap<String, Verdict> = recall(root, "verdicts");
    change(root, |facts| {
        for (gap, count) in &hints {
            let count = self::hints(facts, gap).max(*count);
            set_hints(facts, gap, count);
        }
        for (name, _) in verdicts.iter().filter(|(_, verdict)| verdict.status == "Solved") {
            let lessons = crate::lessons::lessons(root).unwrap_or_default();
            let of_room = |lesson: &Lesson| starters::depth(lesson);
            let depth = lessons.iter().find(|lesson| lesson.name == *name).map_or(Depth::Guided, of_room);
            set_solved(facts, name, depth);
        }
    })?;
    for name in EARLIER {
        // What is left is taken over again, which changes nothing.
        let _ = fs::remove_file(earlier(root, name));
    }
    Ok(())
}

fn earlier(root: &Path, name: &str) -> PathBuf {
    root.join("target/course").join(format!("{name}.json"))
}

fn recall<T: for<'de> Deserialize<'de>>(root: &Path, name: &str) -> BTreeMap<String, T> {
    let text = fs::read_to_string(earlier(root, name)).unwrap_or_default();
    let entries: BTreeMap<String, T> = serde_json::from_str(&text).unwrap_or_default();
    entries.into_iter().map(|(key, value)| (without_number(&key).to_owned(), value)).collect()
}

/// Still earlier editions wrote `03-echo` for `echo`.
fn without_number(key: &str) -> &str {
    match key.split_once('-') {
        Some((number, name)) if number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(name: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("course-progress-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        root
    }

    #[test]
    fn a_status_is_read_as_it_was_written() {
        let in_work = |name: &str, says: &str| Status::InWork {
            passed: 7,
            count: 14,
            first_failing: name.to_owned(),
            says: says.to_owned(),
        };
        let some = [
            in_work("a_name", "wrong: it was lost"),
            in_work("a_name", ""),
            in_work("", ""),
            in_work("", "no - result"),
        ];
        for known in [Status::NotStarted, Status::DoesNotCompile, Status::Solved].into_iter().chain(some) {
            assert_eq!(status(&words(&known)), Some(known));
        }
        assert_eq!(status("7 of many a"), None);
        assert_eq!(words(&in_work("a", "one\ntwo\u{1b}[2J")), "7 of 14 a one two [2J");
    }

    #[test]
    fn a_lesson_stays_solved_at_each_depth_whatever_comes_after() {
        let root = root("solved");
        let broken = Status::DoesNotCompile;
        for (depth, status) in
            [(Depth::Build, &Status::Solved), (Depth::Guided, &Status::Solved), (Depth::Empty, &broken)]
        {
            note(&root, "echo", depth, 7, status).unwrap();
        }
        note(&root, "echo-2", Depth::Empty, 9, &Status::Solved).unwrap();
        let known = Progress::read(&root);
        assert_eq!(known.solved_at("echo"), [Depth::Guided, Depth::Build]);
        assert_eq!((known.graded("echo", 7), known.graded("echo", 8)), (Some(broken), None));
        let text = fs::read_to_string(root.join(FILE)).unwrap();
        assert_eq!(text.lines().filter(|line| line.starts_with("graded echo ")).count(), 1, "{text}");
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn what_an_earlier_edition_knew_is_taken_over_once() {
        let root = root("earlier");
        fs::create_dir_all(root.join("target/course")).unwrap();
        fs::create_dir_all(root.join(".course")).unwrap();
        fs::write(root.join(FILE), "hint one-way 2\nfuture fact\n").unwrap();
        let earlier_hints = r#"{"03-echo/reply": 2, "05-one-way": 1, "x-ray": 4}"#;
        fs::write(earlier(&root, "hints"), earlier_hints).unwrap();
        let verdicts = r#"{"echo": {"fingerprint": 1, "status": "Solved"},
            "bow": {"fingerprint": 2, "status": {"InWork": {"passed": 1, "count": 2, "first_failing": "a"}}}}"#;
        fs::write(earlier(&root, "verdicts"), verdicts).unwrap();
        let known = Progress::read(&root);
        assert_eq!(["echo/reply", "one-way", "x-ray"].map(|gap| hints(&known.facts, gap)), [2, 2, 4]);
        assert_eq!((known.solved_at("echo"), known.solved_at("bow")), (vec![Depth::Guided], Vec::new()));
        assert!(!earlier(&root, "hints").exists() && !earlier(&root, "verdicts").exists());
        assert!(fs::read_to_string(root.join(FILE)).unwrap().starts_with("hint one-way 2\nfuture fact\n"));
        fs::remove_dir_all(root).unwrap();
    }
}
