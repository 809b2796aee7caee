//! The graded tests of a lesson, compiled once for everybody.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::bounded;
use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::grade::bar;
use crate::grade::desk::build::{DEPENDENCIES_LIMIT, PROFILE};
use crate::grade::desk::{Desk, fingerprint};
use crate::grade::drawn::{self, Drawn};
use crate::grade::results;
use crate::lessons::Lesson;
use crate::rooms::manifest;
use crate::rooms::starters::Step;

/// The graded tests of a lesson, compiled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Grader {
    /// Of everything it was made of.
    pub(super) fingerprint: u64,
    pub executable: PathBuf,
    /// The tests, in the order of their file.
    pub names: Vec<String>,
    /// From which messages are cut in two, where they are.
    #[serde(default)]
    pub(super) cuts: Option<String>,
}

impl Desk<'_> {
    /// Compiles the graded tests of a lesson, where they are not what they were the last time.
    pub fn grader(&self, lesson: &Lesson) -> Result<Grader> {
        let workspace = self.folder.join(if self.seed.is_some() { "drawn" } else { "graders" });
        let step = Step::read(lesson)?;
        let Drawn { tests, cuts } = drawn::tests(self.root, lesson, self.seed.as_deref())?;
        let sources: String = tests.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
        // Cargo tells packages apart by their names and by their places in a workspace, and both are built into one folder.
        let package = format!("{}-{}", if self.seed.is_some() { "drawn" } else { "grade" }, lesson.number);
        let manifest = step.manifest.tests(&package, &format!("../{}", lesson.tests()), &sources);
        let crates = self.crates(&manifest::Reference::parse("Cargo.toml", &manifest)?, true)?;
        let member = Tree::from([("Cargo.toml".to_owned(), manifest.into_bytes())]);
        let print = fingerprint(&(&crates, &tests, &cuts, &member, self.workspace_files(&[])?, PROFILE));
        let stamp = workspace.join(format!("{}.json", lesson.folder()));
        let known = fs::read_to_string(&stamp).ok().and_then(|text| serde_json::from_str::<Grader>(&text).ok());
        if let Some(grader) = known.filter(|known| known.fingerprint == print && known.executable.is_file()) {
            return Ok(grader);
        }
        bar::note(format_args!("compiling the graded tests of lesson {}", lesson.number));
        for (name, tree) in &crates {
            self.put(&workspace.join("crates").join(name), name, tree)?;
        }
        self.put(&workspace.join("tests"), &package, &tests)?;
        self.put(&workspace.join(lesson.folder()), &package, &member)?;
        for (name, bytes) in self.workspace_files(&[lesson.folder()])? {
            files::write(&workspace.join(name), &bytes)?;
        }
        let args = ["test", "--no-run", "--offline", "--test", "grade", "--package", &package];
        let build = self.cargo(&workspace, &args, DEPENDENCIES_LIMIT, false)?;
        let Some(executable) = build.executable(&workspace.join(lesson.folder()), "grade", true) else {
            let said = build.diagnostics.iter().find(|said| said.is_error).map_or("", |said| &said.text);
            return Err(Error::of(&lesson.tests(), format!("the graded tests do not compile\n{said}")));
        };
        let list = bounded::run(Command::new(executable).arg("--list"), Duration::from_mins(1));
        let list = list.map_err(Error::io("run", executable))?;
        let names = results::listed(&String::from_utf8_lossy(&list.stdout));
        let grader = Grader { fingerprint: print, executable: executable.to_owned(), names, cuts };
        let text = serde_json::to_string(&grader).map_err(|error| Error::Other(error.to_string()))?;
        files::write(&stamp, text.as_bytes())?;
        Ok(grader)
    }
}
