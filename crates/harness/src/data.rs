//! A failure as data, for programs that read it: `cargo course`, and whoever makes a page or a table of it.

use std::collections::HashMap;

use tinyjson::JsonValue;

use crate::failure::{Failure, Gap, Kind, Row};
use crate::layout::columns;

impl Failure {
    /// Everything that is known, as one line of JSON. What is not known is not there.
    ///
    /// - `kind`: what the failure is called, `wrong` for example.
    /// - `text`: the failure as [`in_columns`](Self::in_columns) shows it to the learner.
    /// - `wrong`: what was wrong, as a sentence without a period; `why`: why it matters, or what helps.
    /// - `rows`: what was sent, expected, came, and so on. Each has its `label` and a `text`; one that shows octets has
    ///   them as `octets` in front of the text, in ASCII with the escapes of a byte string of Rust, and `at`, the number
    ///   of the one that matters among them. `cut` says whether others were left out before them, and after.
    /// - `section`: of which RFC, and `rule` and `requirement` where the rule of the [`checker`] was broken.
    /// - `chapter` and `heading`: where to read on.
    /// - `gap`: the gap that a program reached which is not filled yet, by `number`, `name` and `place`.
    /// - `how` a program broke off, `after_secs` when the test was given up, and `octets_written` how many
    ///   octets a program had written that wrote without end.
    #[must_use]
    pub fn to_json(&self) -> String {
        let report = self.report();
        let told = report.told.as_ref();
        let text = |text: &str| JsonValue::from(text.to_owned());
        let kind = match &report.kind {
            Kind::NotStarted { gap, place } => Some(("gap", of_gap(gap, place))),
            Kind::Crashed { how, .. } => Some(("how", text(how))),
            Kind::NoEnd { time, .. } => Some(("after_secs", time.as_secs_f64().into())),
            Kind::Flood { total, .. } => Some(("octets_written", number(*total))),
            Kind::Wrong
            | Kind::NoAnswer
            | Kind::TooMuch
            | Kind::Stale
            | Kind::NotOwn
            | Kind::Broken
            | Kind::LeftOut(_) => None,
        };
        let facts = [
            Some(("kind", text(report.kind.word()))),
            Some(("text", text(&self.in_columns(columns())))),
            Some(("rows", report.rows.iter().map(of_row).collect::<Vec<_>>().into())),
            told.map(|told| ("wrong", text(told.wrong))),
            told.and_then(|told| Some(("why", text(told.why.as_ref()?)))),
            told.map(|told| ("chapter", text(&told.chapter))),
            told.map(|told| ("heading", text(told.heading))),
            report.rule.map(|rule| ("rule", text(rule.name))),
            report.rule.map(|rule| ("requirement", text(rule.requirement))),
            report.section().map(|section| ("section", text(section))),
            kind,
        ];
        // Only a number that is none could not be written.
        object(facts.into_iter().flatten()).stringify().unwrap_or_default()
    }
}

fn object(members: impl IntoIterator<Item = (&'static str, JsonValue)>) -> JsonValue {
    let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
    members.collect::<HashMap<_, _>>().into()
}

/// JSON has one kind of numbers, which are exact as far as any count here goes.
#[allow(clippy::cast_precision_loss)]
fn number(count: u64) -> JsonValue {
    (count as f64).into()
}

/// A gap with its number, or as another language tells of it.
fn of_gap(said: &str, place: &str) -> JsonValue {
    let gap = Gap::read(said);
    let name = gap.as_ref().map_or(said, |gap| gap.name);
    let known = [("name", name.to_owned().into()), ("place", place.to_owned().into())];
    object(gap.map(|gap| ("number", number(gap.number.into()))).into_iter().chain(known))
}

fn of_row(row: &Row) -> JsonValue {
    let octets = row.octets.iter().flat_map(|excerpt| {
        let cut = vec![excerpt.cut.0.into(), excerpt.cut.1.into()];
        [
            ("octets", excerpt.octets.escape_ascii().to_string().into()),
            ("at", number(excerpt.at as u64)),
            ("cut", JsonValue::from(cut)),
        ]
    });
    object([("label", row.label.to_owned().into()), ("text", row.text.clone().into())].into_iter().chain(octets))
}
