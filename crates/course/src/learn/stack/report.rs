//! What `cargo course stack` says.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// Whose layers the stack is made of.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Report {
    /// Of what it was found out.
    pub fingerprint: u64,
    /// The lowest first.
    pub layers: Vec<LayerReport>,
}

/// One layer.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whose {
    /// The learner's, who has written so many lines of it.
    Yours { written: usize },
    /// The course's: its room is as it was.
    NotBegun,
    /// The course's, and why.
    Refused(String),
}

impl Report {
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
                format!("{}; the program is the course's: lesson {number} is not begun", self.headline())
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
    fn written(&self) -> usize {
        if let Whose::Yours { written } = self.whose { written } else { 0 }
    }
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
        assert!(report.about("14").ends_with("lesson 14 is not begun"));
        assert_eq!((report.refusal("13"), report.refusal("14"), report.refusal("08")), (Some("it fails"), None, None));
        assert_eq!(report.about("15"), report.headline());
    }

    #[test]
    fn numbers_have_their_thousands_apart() {
        assert_eq!(
            ["7", "100", "4,100", "1,234,567"],
            [7, 100, 4100, 1_234_567].map(in_thousands).each_ref().map(String::as_str)
        );
    }
}
