//! What `cargo course stack` says.

use std::fmt::Write as _;
use std::path::Path;

use crate::error::Result;
use crate::learn::progress::{self, Progress};
use crate::lessons;

/// Whose layers the stack is made of.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    /// Of what it was found out.
    pub fingerprint: u64,
    /// The lowest first.
    pub layers: Vec<LayerReport>,
}

/// One layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerReport {
    /// Of its lesson.
    pub number: String,
    /// Of its lesson.
    pub name: String,
    /// Whether others can stand on it.
    pub is_base: bool,
    /// Whose it is.
    pub whose: Whose,
    /// How many lines of code it has.
    pub lines: usize,
}

/// Whose a layer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// The learner's, who has written so many lines of it.
    Yours { written: usize },
    /// The course's: its room is as it was.
    NotBegun,
    /// The course's, and why.
    Refused(String),
}

/// What stands before the fingerprint, and before each layer's name, among what is known of a learner's work.
const STACKED: &str = "stacked";
const LAYER: &str = "layer";

/// The word of a layer that others can stand on, and of one that is not counted.
const BASE: &str = "base";
const CLIENT: &str = "client";

impl Report {
    /// What was found out last; nothing where that was never done.
    pub fn read(root: &Path) -> Result<Self> {
        let lessons = lessons::lessons(root)?;
        let progress = Progress::read(root);
        let fingerprint = progress.last(STACKED).and_then(|print| u64::from_str_radix(print, 16).ok());
        let layer = |lesson: &lessons::Lesson| {
            let known = progress.last(&format!("{LAYER} {}", lesson.name))?;
            LayerReport::of(&lesson.number, &lesson.name, known)
        };
        Ok(Self { fingerprint: fingerprint.unwrap_or_default(), layers: lessons.iter().filter_map(layer).collect() })
    }

    /// Notes it for the next time.
    pub fn note(&self, root: &Path) -> Result<()> {
        let layers = self.layers.iter().map(|layer| (format!("{LAYER} {}", layer.name), layer.words()));
        let stacked = (STACKED.to_owned(), format!("{:016x}", self.fingerprint));
        progress::note_all(root, &std::iter::once(stacked).chain(layers).collect::<Vec<_>>())
    }

    /// The numbers of the lessons whose layers are the learner's.
    pub fn taken(&self) -> std::collections::BTreeSet<String> {
        let taken = self.layers.iter().filter(|layer| matches!(layer.whose, Whose::Yours { .. }));
        taken.map(|layer| layer.number.clone()).collect()
    }

    /// `responder: 6 of 7 layers are yours, 1,003 of 8,497 lines`
    pub fn headline(&self) -> String {
        let bases = || self.layers.iter().filter(|layer| layer.is_base);
        let yours = bases().filter(|layer| matches!(layer.whose, Whose::Yours { .. })).count();
        let written: usize = bases().map(LayerReport::written).sum();
        let lines: usize = bases().map(|layer| layer.lines).sum();
        let top = bases().next_back().map_or("", |layer| layer.name.as_str());
        let verb = if yours == 1 { "is" } else { "are" };
        let (written, lines) = (in_thousands(written), in_thousands(lines));
        format!("{top}: {yours} of {} layers {verb} yours, {written} of {lines} lines", bases().count())
    }

    /// Why it does not say how things are now.
    pub fn state(&self) -> &'static str {
        if self.layers.is_empty() {
            "your layers were not stacked yet"
        } else {
            "your rooms, or the course, have changed since your layers were stacked"
        }
    }

    /// Why the layer of a lesson is not taken that was begun.
    pub fn refusal(&self, number: &str) -> Option<&str> {
        let of = |layer: &&LayerReport| layer.number == number;
        self.layers.iter().find(of).and_then(|layer| match &layer.whose {
            Whose::Refused(why) => Some(why.as_str()),
            Whose::Yours { .. } | Whose::NotBegun => None,
        })
    }

    /// What there is to say when a program of this lesson starts.
    pub fn about(&self, number: &str) -> String {
        match self.layers.iter().find(|layer| layer.number == number).map(|layer| &layer.whose) {
            Some(Whose::NotBegun) => {
                format!("not yours yet: this is the course's program, for your room of lesson {number} is not begun")
            }
            _ => self.headline(),
        }
    }

    /// The headline, and a line or two for each layer.
    pub fn text(&self) -> String {
        let width = self.layers.iter().map(|layer| layer.name.len()).max().unwrap_or(0);
        let mut text = format!("{}\n", self.headline());
        for layer in &self.layers {
            let whose = match &layer.whose {
                Whose::Yours { written } => {
                    format!("yours         {} of {} lines", in_thousands(*written), in_thousands(layer.lines))
                }
                Whose::NotBegun => "the course's  not begun".to_owned(),
                Whose::Refused(why) => format!("the course's  {}", why.replace('\n', "\n                          ")),
            };
            let aside = if layer.is_base { "" } else { " (a client, not counted above)" };
            let _ = writeln!(text, "  {} {:width$}  {whose}{aside}", layer.number, layer.name);
        }
        if let Some(refused) = self.layers.iter().find(|layer| matches!(layer.whose, Whose::Refused(_))) {
            let _ = writeln!(text, "look at it: cargo course check {}", refused.number);
        }
        let above = self.layers.iter().rev().find(|layer| layer.is_base);
        if let (Some(top), false) = (above, self.taken().is_empty()) {
            let _ = writeln!(text, "run it: cargo course run {} server --mine -- --root DIR", top.number);
        }
        text
    }
}

impl LayerReport {
    /// `base yours 120 of 700`, `client course of 700`, `base refused of 700 why`
    fn words(&self) -> String {
        let kind = if self.is_base { BASE } else { CLIENT };
        let lines = self.lines;
        match &self.whose {
            Whose::Yours { written } => format!("{kind} yours {written} of {lines}"),
            Whose::NotBegun => format!("{kind} course of {lines}"),
            Whose::Refused(why) => {
                let why = why.replace('\\', "\\\\").replace('\n', "\\n");
                format!("{kind} refused of {lines} {why}")
            }
        }
    }

    fn of(number: &str, name: &str, words: &str) -> Option<Self> {
        let (what, rest) = words.split_once(" of ")?;
        let (kind, what) = what.split_once(' ')?;
        let (lines, why) = rest.split_once(' ').unwrap_or((rest, ""));
        let whose = match what {
            "course" => Whose::NotBegun,
            "refused" => Whose::Refused(unescaped(why)),
            _ => Whose::Yours { written: what.strip_prefix("yours ")?.parse().ok()? },
        };
        let is_base = [BASE, CLIENT].iter().position(|known| *known == kind)? == 0;
        Some(Self { number: number.to_owned(), name: name.to_owned(), is_base, whose, lines: lines.parse().ok()? })
    }

    fn written(&self) -> usize {
        if let Whose::Yours { written } = self.whose { written } else { 0 }
    }
}

/// A text of several lines, from the one in which it was noted.
fn unescaped(line: &str) -> String {
    let mut text = String::new();
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => text.extend(chars.next().map(|c| if c == 'n' { '\n' } else { c })),
            (c, false) => text.push(c),
        }
    }
    text
}

/// `4,100`
fn in_thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(number: &str, name: &str, whose: Whose) -> LayerReport {
        LayerReport {
            number: number.to_owned(),
            name: name.to_owned(),
            is_base: name != "user-agent",
            whose,
            lines: 1000,
        }
    }

    #[test]
    fn the_report_names_each_layer_and_why_it_is_not_the_learners() {
        let report = Report {
            fingerprint: 1,
            layers: vec![
                layer("08", "request", Whose::Yours { written: 600 }),
                layer("13", "representation", Whose::Refused("it fails".to_owned())),
                layer("14", "responder", Whose::NotBegun),
                layer("15", "user-agent", Whose::Yours { written: 9 }),
            ],
        };
        assert_eq!(
            report.text(),
            "responder: 1 of 3 layers is yours, 600 of 3,000 lines\n\
             \x20 08 request         yours         600 of 1,000 lines\n\
             \x20 13 representation  the course's  it fails\n\
             \x20 14 responder       the course's  not begun\n\
             \x20 15 user-agent      yours         9 of 1,000 lines (a client, not counted above)\n\
             look at it: cargo course check 13\n\
             run it: cargo course run 14 server --mine -- --root DIR\n"
        );
        let about = report.about("14");
        assert_eq!(about, "not yours yet: this is the course's program, for your room of lesson 14 is not begun");
        assert_eq!((report.refusal("13"), report.refusal("14"), report.refusal("08")), (Some("it fails"), None, None));
        assert_eq!(report.about("15"), report.headline());
    }

    #[test]
    fn a_layer_is_read_as_it_was_noted() {
        let why = "it fails \\n of 3\n  on: C:\\new";
        let kinds = [Whose::Yours { written: 600 }, Whose::NotBegun, Whose::Refused(why.to_owned())];
        for (name, whose) in
            ["request", "user-agent"].iter().flat_map(|name| kinds.iter().map(move |whose| (name, whose)))
        {
            let known = layer("08", name, whose.clone());
            assert!(!known.words().contains('\n'));
            assert_eq!(LayerReport::of("08", name, &known.words()), Some(known));
        }
        assert_eq!(LayerReport::of("08", "request", "future words of 3"), None);
    }

    #[test]
    fn numbers_have_their_thousands_apart() {
        assert_eq!(
            ["7", "100", "4,100", "1,234,567"],
            [7, 100, 4100, 1_234_567].map(in_thousands).each_ref().map(String::as_str)
        );
    }
}
