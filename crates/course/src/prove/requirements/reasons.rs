//! `tests/requirements/reasons.toml`: why a row has no test, and where the programs do less or more than a row asks for.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Error, Result};
use crate::files;

pub const REASONS: &str = "tests/requirements/reasons.toml";

/// One reason for some rows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// A sentence that an expert accepts.
    pub why: String,
    /// Tests that show it, `FILE::NAME`.
    #[serde(default)]
    near: Vec<Spanned<String>>,
    rows: Vec<Spanned<String>>,
}

impl Reason {
    pub fn near(&self) -> impl Iterator<Item = &str> {
        self.near.iter().map(|name| name.get_ref().as_str())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(default, rename = "reason")]
    reasons: Vec<Reason>,
    /// What the programs do otherwise than a row that is proved says, by choice.
    #[serde(default, rename = "choice")]
    choices: Vec<Reason>,
    #[serde(default)]
    pending: BTreeMap<String, Vec<Spanned<String>>>,
}

/// A row without a test.
pub struct Entry<'a> {
    pub id: &'a str,
    /// It waits for a lesson.
    pub pending: bool,
    /// Counted from one.
    pub line: usize,
}

pub struct Reasons {
    text: String,
    raw: Raw,
}

impl Reasons {
    pub fn read(root: &Path) -> Result<Self> {
        let text = files::read_text(&root.join(REASONS))?;
        let raw: Raw = toml::from_str(&text).map_err(|error| match error.span() {
            Some(span) => Error::at(REASONS, line_of(&text, span.start), error.message()),
            None => Error::of(REASONS, error.message()),
        })?;
        if let Some(reason) = raw.reasons.iter().chain(&raw.choices).find(|reason| !reason.why.trim().ends_with('.')) {
            return Err(Error::of(REASONS, format!("`why` is a sentence and ends with a period: {:?}", reason.why)));
        }
        Ok(Self { text, raw })
    }

    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let reasons = self.raw.reasons.iter().flat_map(|reason| &reason.rows).map(|id| (id, false));
        let pending = self.raw.pending.values().flatten().map(|id| (id, true));
        reasons.chain(pending).map(|(id, pending)| Entry {
            id: id.get_ref(),
            pending,
            line: line_of(&self.text, id.span().start),
        })
    }

    /// The rows that a choice is made about.
    pub fn chosen(&self) -> impl Iterator<Item = Entry<'_>> {
        let rows = self.raw.choices.iter().flat_map(|choice| &choice.rows);
        rows.map(|id| Entry { id: id.get_ref(), pending: false, line: line_of(&self.text, id.span().start) })
    }

    /// The choices made about a row.
    pub fn choices(&self, id: &str) -> impl Iterator<Item = &Reason> {
        self.raw.choices.iter().filter(move |choice| choice.rows.iter().any(|row| row.get_ref() == id))
    }

    /// The tests named beside reasons and choices, each with its line.
    pub fn near(&self) -> impl Iterator<Item = (usize, &str)> {
        let all = self.raw.reasons.iter().chain(&self.raw.choices).flat_map(|reason| &reason.near);
        all.map(|name| (line_of(&self.text, name.span().start), name.get_ref().as_str()))
    }

    /// Why a row does not apply.
    pub fn of(&self, id: &str) -> Option<&Reason> {
        self.raw.reasons.iter().find(|reason| reason.rows.iter().any(|row| row.get_ref() == id))
    }

    /// The rows that wait, by lesson.
    pub fn pending(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        let pending = self.raw.pending.iter();
        pending.map(|(lesson, rows)| (lesson.as_str(), rows.iter().map(|id| id.get_ref().as_str()).collect()))
    }
}

fn line_of(text: &str, position: usize) -> usize {
    text[..position].matches('\n').count() + 1
}
