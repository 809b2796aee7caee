//! Lines `/// proves: ID` on tests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::error::{Error, Result};
use crate::files;
use crate::lessons;

/// A test that counts.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Test {
    /// Relative to the workspace, with `/`.
    pub file: String,
    pub name: String,
}

/// A test says that it proves a requirement.
pub struct Claim {
    pub id: String,
    pub file: String,
    pub line: usize,
}

#[derive(Default)]
pub struct Claims {
    tests: BTreeSet<String>,
    made: Vec<Claim>,
    proofs: BTreeMap<String, Vec<Test>>,
    pub problems: Vec<Error>,
}

impl Claims {
    /// Reads the graded tests and the tests of the crates. `crates/course` is left out: its own tests write such lines.
    pub fn read(root: &Path) -> Result<Self> {
        let mut claims = Self::default();
        for lesson in lessons::lessons(root)? {
            for name in lesson.read_tests()?.keys() {
                // Its parts share the names of their lesson's tests.
                claims.read_file(root, &format!("tests/{name}"), &lesson.tests(), true)?;
            }
        }
        for name in files::names(&root.join("crates"))?.iter().filter(|name| *name != "course") {
            for file in files::read_tree(&root.join("crates").join(name))?.keys().filter(|file| files::is_rust(file)) {
                // Cargo makes a test of each file in tests/, not of those deeper down.
                let is_test = file.strip_prefix("tests/").is_some_and(|rest| !rest.contains('/'));
                let file = format!("crates/{name}/{file}");
                claims.read_file(root, &file, &file, is_test)?;
            }
        }
        Ok(claims)
    }

    fn read_file(&mut self, root: &Path, file: &str, whole: &str, is_test: bool) -> Result<()> {
        self.read_text(file, whole, &files::read_text(&root.join(file))?, is_test);
        Ok(())
    }

    /// Reads the text of a file, whose tests are called after the `whole` that it is a part of.
    fn read_text(&mut self, file: &str, whole: &str, text: &str, is_test: bool) {
        let problem = |line, problem: &str| Error::at(file, line, problem);
        let file_runs = text.lines().filter(|line| line.starts_with("#![cfg")).all(runs_on_linux);
        let mut item = Item::default();
        for (line, text) in (1..).zip(text.lines()) {
            if let Some(id) = claimed(text) {
                if !is_test {
                    self.problems
                        .push(problem(line, "nobody reads `proves:` here, only in tests/ and crates/*/tests/*.rs"));
                } else if text.starts_with(char::is_whitespace) || !text.starts_with("///") {
                    self.problems
                        .push(problem(line, "write `/// proves: ID` at the beginning of a line, above `#[test]`"));
                } else if item.ids.iter().any(|(_, other)| other == id) {
                    self.problems.push(problem(line, "this test proves that already"));
                } else {
                    item.ids.push((line, id.to_owned()));
                }
            } else if text.starts_with("#[") {
                item.is_test |= text == "#[test]";
                item.runs &= runs_on_linux(text);
            } else if let Some(name) = text.strip_prefix("fn ").and_then(|rest| rest.split(['(', '<']).next()) {
                let item = std::mem::take(&mut item);
                if item.is_test && item.runs && file_runs {
                    self.tests.insert(format!("{whole}::{name}"));
                } else if let Some((line, _)) = item.ids.first() {
                    let what = if item.is_test { "is ignored or left out on Linux" } else { "is no #[test]" };
                    self.problems.push(problem(*line, &format!("{name} {what}, so it proves nothing")));
                }
                for (line, id) in item.ids {
                    self.made.push(Claim { id: id.clone(), file: file.to_owned(), line });
                    let proof = Test { file: whole.to_owned(), name: name.to_owned() };
                    self.proofs.entry(id).or_default().push(proof);
                }
            } else if !text.starts_with("//") {
                let item = std::mem::take(&mut item);
                self.problems.extend(item.ids.first().map(|(line, _)| problem(*line, "this stands on no test")));
            }
        }
    }

    pub fn all(&self) -> impl Iterator<Item = &Claim> {
        self.made.iter()
    }

    /// The tests that prove a requirement, in the order of the files.
    pub fn of(&self, id: &str) -> impl Iterator<Item = &Test> {
        self.proofs.get(id).into_iter().flatten()
    }

    /// Whether `FILE::NAME` is a test that runs.
    pub fn is_test(&self, name: &str) -> bool {
        self.tests.contains(name)
    }
}

/// What stands above a function.
struct Item {
    ids: Vec<(usize, String)>,
    is_test: bool,
    runs: bool,
}

impl Default for Item {
    fn default() -> Self {
        Self { ids: Vec::new(), is_test: false, runs: true }
    }
}

/// The rest of a comment line `proves: …`, whatever comment it is.
fn claimed(line: &str) -> Option<&str> {
    let comment = line.trim_start().strip_prefix("//")?;
    Some(comment.trim_start_matches(['/', '!']).trim_start().strip_prefix("proves:")?.trim())
}

/// Whether a test with this attribute runs on Linux, as far as one can see without a compiler.
fn runs_on_linux(attribute: &str) -> bool {
    let attribute = attribute.trim_start_matches(['#', '!', '[']);
    if attribute.starts_with("cfg_attr(") {
        return !attribute.contains("ignore") && !attribute.contains("cfg");
    }
    if attribute.starts_with("cfg(") {
        return ["cfg(unix)]", "cfg(target_os = \"linux\")]", "cfg(not(windows))]"].contains(&attribute);
    }
    !attribute.starts_with("ignore")
}
