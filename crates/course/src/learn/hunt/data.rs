//! The hunts of a lesson: `tests/hunts/NN-name.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::files;
use crate::learn::hunt::script::{Script, Step};
use crate::lessons::{FIRST_LAYER, Lesson, Role};

/// How many hunts a lesson has at least that has any.
pub const LEAST: usize = 10;

/// What stands in arguments for the address of the server.
pub const SERVER: &str = "{server}";
/// What stands in arguments for the folder with the files of the lesson.
pub const FOLDER: &str = "{folder}";

/// What a file holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    #[serde(default)]
    terminal: bool,
    /// The arguments of hunts that have none of their own.
    #[serde(default)]
    args: Vec<String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(rename = "hunt")]
    hunts: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fault: String,
    promises: String,
    rule: String,
    section: Option<String>,
    #[serde(default)]
    side: Role,
    #[serde(default)]
    args: Vec<String>,
    #[serde(default)]
    input: String,
    send: String,
}

/// One hunt: a program with a fault, and how it is exposed.
#[derive(Debug, Clone)]
pub struct Hunt {
    /// What the score knows it by: the names of lesson and fault.
    pub id: String,
    /// The wrong solution in the bank, without its ending.
    pub fault: String,
    /// What the program promises, said before.
    pub promises: String,
    /// What there is to learn, said after.
    pub rule: String,
    /// Where the rule stands.
    pub section: Option<String>,
    /// Which end the faulty program is.
    pub side: Role,
    /// Its arguments.
    pub args: Vec<String>,
    /// What it reads on standard input.
    pub input: String,
    /// Octets that expose it.
    pub send: Script,
    /// Whether what it prints is compared too.
    pub terminal: bool,
    /// The files that it serves.
    pub files: BTreeMap<String, String>,
}

impl Hunt {
    /// Whether the program serves the files of the lesson.
    pub fn serves_files(&self) -> bool {
        self.args.iter().any(|arg| arg.contains(FOLDER))
    }
}

/// The file of a lesson's hunts.
pub fn file(lesson: &Lesson) -> String {
    format!("tests/hunts/{}.toml", lesson.folder())
}

/// The hunts of a lesson; none where it has no file.
pub fn hunts(lesson: &Lesson) -> Result<Vec<Hunt>> {
    let file = file(lesson);
    let path = lesson.path(&file);
    if !path.exists() {
        return Ok(Vec::new());
    }
    read(&lesson.name, &file, &files::read_text(&path)?)
}

fn read(lesson: &str, file: &str, text: &str) -> Result<Vec<Hunt>> {
    let text: Text = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| text[..span.start].matches('\n').count() + 1);
        Error::In { file: file.to_owned(), line, problem: error.message().to_owned() }
    })?;
    let hunt = |entry: Entry| {
        let send = Script::parse(&format!("{file}: {}", entry.fault), entry.send.as_bytes())?;
        Ok(Hunt {
            id: format!("{lesson}/{}", entry.fault),
            fault: entry.fault,
            promises: entry.promises.trim().to_owned(),
            rule: entry.rule.trim().to_owned(),
            section: entry.section,
            side: entry.side,
            args: if entry.args.is_empty() { text.args.clone() } else { entry.args },
            input: entry.input,
            send,
            terminal: text.terminal,
            files: text.files.clone(),
        })
    };
    text.hunts.into_iter().map(hunt).collect()
}

/// What is wrong with the hunts of a lesson, in a line each. Whether they can be solved is for the proof to find out.
pub fn problems(lesson: &Lesson, hunts: &[Hunt]) -> Vec<String> {
    let mut problems = Vec::new();
    if hunts.len() < LEAST {
        problems.push(format!("at least {LEAST} hunts are needed"));
    }
    for (index, hunt) in hunts.iter().enumerate() {
        let mut wrong = |problem: &str| problems.push(format!("{}: {problem}", hunt.fault));
        if hunts[..index].iter().any(|other| other.fault == hunt.fault) {
            wrong("stands here twice");
        }
        if !lesson.path(&format!("tests/wrong/{}/{}.rs", lesson.folder(), hunt.fault)).is_file() {
            wrong("there is no such wrong solution");
        }
        if hunt.promises.is_empty() || hunt.rule.is_empty() {
            wrong("a hunt says what the program promises, and what the rule is");
        }
        if hunt.promises.contains(&hunt.fault) {
            wrong("the promise gives the name of the fault away");
        }
        if lesson.number.as_str() >= FIRST_LAYER
            && !hunt.section.as_ref().is_some_and(|section| section.starts_with("RFC "))
        {
            wrong("the section of the rule is missing");
        }
        let misplaced: &[Step] = match hunt.side {
            Role::Server => &[Step::Await, Step::Port],
            Role::Client => &[Step::Connect],
        };
        if hunt.send.steps.iter().any(|step| misplaced.contains(step)) {
            wrong("a step that this side cannot make");
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_file_of_hunts_is_read() {
        let text = "[[hunt]]\nfault = \"reads-once\"\npromises = \" All. \"\nrule = \"Read on.\"\nsend = '''\na\\pause\nb'''\n";
        let hunts = read("echo", "x.toml", text).unwrap();
        assert_eq!((hunts[0].id.as_str(), hunts[0].promises.as_str()), ("echo/reads-once", "All."));
        assert_eq!((hunts[0].send.length(), hunts[0].side), (2, Role::Server));
        let error = read("echo", "x.toml", &text.replace("rule", "rules")).unwrap_err().to_string();
        assert!(error.starts_with("x.toml:4: "), "{error}");
        let error = read("echo", "x.toml", &text.replace("\\pause", "\\quit")).unwrap_err().to_string();
        assert!(error.starts_with("x.toml: reads-once:1: "), "{error}");
    }

    #[test]
    fn what_a_hunt_lacks_is_named() {
        let lesson = Lesson::from_folder(Path::new("/none"), "08-request").unwrap();
        let text = "[[hunt]]\nfault = \"b\"\npromises = \"b\"\nrule = \"\"\nsend = 'a\\await'\n";
        let problems = problems(&lesson, &read("request", "x.toml", text).unwrap());
        assert_eq!(problems.len(), 6, "{problems:?}");
    }
}
