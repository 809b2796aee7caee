//! What many grades say together.

use std::collections::BTreeMap;

use crate::formats::data::Report;

/// A test, and who fails it.
pub struct Failing<'a> {
    pub sentence: String,
    pub who: Vec<&'a str>,
}

/// The lessons that were handed in, in their order, each with the most points that it gives.
pub fn lessons(reports: &[Report]) -> Vec<(&str, f64)> {
    let mut lessons: BTreeMap<&str, f64> = BTreeMap::new();
    for report in reports.iter().filter(|report| !report.lesson.is_empty()) {
        let most = lessons.entry(&report.lesson).or_default();
        *most = most.max(report.max_points);
    }
    lessons.into_iter().collect()
}

/// The tests of a lesson that somebody fails, those first that most fail; and how many rooms its tests have judged.
pub fn most_failing<'a>(reports: &'a [Report], lesson: &str) -> (Vec<Failing<'a>>, usize) {
    let judged: Vec<&Report> =
        reports.iter().filter(|report| report.lesson == lesson && !report.tests.is_empty()).collect();
    let mut failing: Vec<(&str, Failing<'a>)> = Vec::new();
    for report in &judged {
        for test in report.tests.iter().filter(|test| !test.passed() && !test.is_left_out()) {
            match failing.iter_mut().find(|(name, _)| *name == test.name) {
                Some((_, known)) => known.who.push(&report.who),
                None => {
                    failing.push((&test.name, Failing { sentence: test.sentence(), who: vec![&report.who] }));
                }
            }
        }
    }
    // Those that fail as often stay in the order of their file.
    failing.sort_by_key(|(_, failing)| std::cmp::Reverse(failing.who.len()));
    (failing.into_iter().map(|(_, failing)| failing).collect(), judged.len())
}
