//! The requirements of RFC 9110 and RFC 9112: which test proves each of them, or why none does.
//!
//! `tests/requirements/` holds the table, the titles of the sections and the reasons; `/// proves: ID` lines on tests
//! hold the claims. `cargo course requirements` makes a page of the book out of them.

mod claims;
mod page;
mod reasons;
mod table;

use std::fmt::Write as _;
use std::path::Path;

use crate::error::{Error, Result};
use crate::files;
use claims::Claims;
use reasons::Reasons;
use table::Table;

const PAGE: &str = "book/src/requirements.md";

/// While lessons are being written, rows may wait for one of them.
const PENDING_ALLOWED: bool = false;

/// Where a row stands.
enum Standing<'a> {
    Proved(Vec<&'a claims::Test>),
    NotApplicable(&'a reasons::Reason),
    Pending,
}

/// All that is known, and all that is wrong with it.
pub struct Requirements {
    table: Table,
    claims: Claims,
    reasons: Reasons,
    /// Mistakes in the files, each with its place.
    pub problems: Vec<Error>,
}

impl Requirements {
    /// Reads the table, the reasons and the claims of a course.
    pub fn read(root: &Path) -> Result<Self> {
        let table = Table::read(root)?;
        let reasons = Reasons::read(root)?;
        let claims = Claims::read(root)?;
        let mut requirements = Self { table, claims, reasons, problems: Vec::new() };
        requirements.problems = requirements.check();
        Ok(requirements)
    }

    fn check(&mut self) -> Vec<Error> {
        let mut problems = std::mem::take(&mut self.claims.problems);
        for claim in self.claims.all() {
            if !self.table.has(&claim.id) {
                problems.push(Error::at(&claim.file, claim.line, format!("{} has no row {}", table::TABLE, claim.id)));
            }
        }
        for entry in self.reasons.entries() {
            let problem = |problem| Error::at(reasons::REASONS, entry.line, problem);
            if !self.table.has(entry.id) {
                problems.push(problem(format!("{} has no row {}", table::TABLE, entry.id)));
            } else if self.reasons.entries().filter(|other| other.id == entry.id).count() > 1 {
                problems.push(problem(format!("{} stands here twice", entry.id)));
            }
            if let (false, Some(claim)) = (entry.pending, self.claims.all().find(|claim| claim.id == entry.id)) {
                let place = format!("{}:{}", claim.file, claim.line);
                problems.push(problem(format!("{} is proved too, by {place}: remove one of the two", entry.id)));
            }
            if entry.pending && !PENDING_ALLOWED {
                problems.push(problem(format!("{} waits for a lesson: no row may wait any more", entry.id)));
            }
        }
        for entry in self.reasons.chosen() {
            if self.claims.of(entry.id).next().is_none() {
                let problem = format!("a choice is about a row that a test proves, and none proves {}", entry.id);
                problems.push(Error::at(reasons::REASONS, entry.line, problem));
            }
        }
        for (line, near) in self.reasons.near() {
            if !self.claims.is_test(near) {
                let known = "a test is named as tests/NN_name.rs::test or crates/NN-name/tests/file.rs::test";
                problems.push(Error::at(reasons::REASONS, line, format!("no test {near}; {known}")));
            }
        }
        for row in self.table.rows() {
            if self.claims.of(&row.id).next().is_none() && self.reasons.entries().all(|entry| entry.id != row.id) {
                let problem = format!("{} has no test (`/// proves: {}`) and no reason", row.id, row.id);
                problems.push(Error::at(table::TABLE, row.line, problem + " in " + reasons::REASONS));
            }
        }
        problems
    }

    fn standing(&self, id: &str) -> Standing<'_> {
        let tests: Vec<_> = self.claims.of(id).collect();
        match self.reasons.of(id) {
            _ if !tests.is_empty() => Standing::Proved(tests),
            Some(reason) => Standing::NotApplicable(reason),
            None => Standing::Pending,
        }
    }

    /// What the programs do otherwise than a row says, by choice.
    fn choices(&self, id: &str) -> impl Iterator<Item = &reasons::Reason> {
        self.reasons.choices(id)
    }

    /// How many rows there are, and where they stand.
    pub fn summary(&self) -> String {
        let count =
            |wanted: fn(&Standing) -> bool| self.table.rows().filter(|row| wanted(&self.standing(&row.id))).count();
        let proved = count(|standing| matches!(standing, Standing::Proved(_)));
        let not_applicable = count(|standing| matches!(standing, Standing::NotApplicable(_)));
        let all = self.table.rows().count();
        let mut text = format!("{all} requirements: {proved} proved, {not_applicable} not applicable");
        let waiting = self
            .reasons
            .pending()
            .map(|(lesson, ids)| (lesson, ids.iter().filter(|id| self.claims.of(id).next().is_none()).count()));
        let waiting: Vec<_> = waiting.filter(|(_, count)| *count > 0).collect();
        if !waiting.is_empty() {
            let sum: usize = waiting.iter().map(|(_, count)| count).sum();
            let each: Vec<_> = waiting.iter().map(|(lesson, count)| format!("{count} for {lesson}")).collect();
            let _ = write!(text, ", {sum} pending ({})", each.join(", "));
        }
        text
    }

    /// Whether the page in the book is the one that these requirements make.
    pub fn is_up_to_date(&self, root: &Path) -> Result<bool> {
        let path = root.join(PAGE);
        Ok(path.exists() && files::read_text(&path)? == page::page(self))
    }

    /// Writes the page in the book and says where it is.
    pub fn write(&self, root: &Path) -> Result<&'static str> {
        files::write(&root.join(PAGE), page::page(self).as_bytes())?;
        Ok(PAGE)
    }
}
