//! `tests/points.toml`: what gaps and depths are worth, where the teacher says so.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::files;
use crate::grade::results::{Test, Worth};
use crate::lessons::Lesson;
use crate::rooms::depth::Depth;
use crate::rooms::exercise::Exercise;

/// Where the table stands in the course.
pub const FILE: &str = "tests/points.toml";

/// What a gap is worth that the table does not name, and by what a depth counts.
const EACH: f64 = 1.0;

/// The table. What it does not name is worth as much as everything else.
#[derive(Debug, Default)]
pub struct Table {
    is_given: bool,
    depths: BTreeMap<String, f64>,
    /// By the number of the lesson and the name of the gap.
    gaps: BTreeMap<String, BTreeMap<String, f64>>,
}

#[derive(Deserialize)]
struct Raw {
    #[serde(default)]
    depth: BTreeMap<String, f64>,
    #[serde(flatten)]
    lessons: BTreeMap<String, BTreeMap<String, f64>>,
}

/// What the tests of a lesson are worth at a depth.
#[derive(Debug)]
pub struct Scale {
    /// By the name of the test.
    tests: BTreeMap<String, Worth>,
    /// The most that the lesson gives, at any depth.
    pub max: f64,
    /// Whether a teacher has said so.
    pub is_given: bool,
}

impl Table {
    /// Reads the table of the course at `root`, if there is one.
    ///
    /// # Errors
    ///
    /// When it names a depth that there is not, or gives something that is no number from 0 on.
    pub fn read(root: &Path) -> Result<Self> {
        let path = root.join(FILE);
        if !path.exists() {
            return Ok(Self::default());
        }
        Self::parse(&files::read_text(&path)?)
    }

    fn parse(text: &str) -> Result<Self> {
        let raw: Raw = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| text[..span.start].matches('\n').count() + 1);
            Error::In { file: FILE.to_owned(), line, problem: error.message().to_owned() }
        })?;
        if let Some(word) = raw.depth.keys().find(|word| Depth::from_word(word).is_none()) {
            let known = Depth::ALL.map(|depth| depth.to_string()).join(", ");
            return Err(Error::of(FILE, format!("[depth] has `{word}`; the depths are {known}")));
        }
        let numbers = raw.depth.iter().chain(raw.lessons.values().flatten());
        if let Some((name, _)) = numbers.into_iter().find(|(_, points)| !points.is_finite() || **points < 0.0) {
            return Err(Error::of(FILE, format!("`{name}` has to be a number from 0 on")));
        }
        Ok(Self { is_given: true, depths: raw.depth, gaps: raw.lessons })
    }

    /// Whether there is one.
    pub fn is_given(&self) -> bool {
        self.is_given
    }

    /// Whether every lesson and gap that the table names is there.
    ///
    /// # Errors
    ///
    /// With the first one that is not.
    pub fn check(&self, lessons: &[Lesson]) -> Result<()> {
        for (number, gaps) in &self.gaps {
            let Some(lesson) = lessons.iter().find(|lesson| lesson.number == *number) else {
                return Err(Error::of(FILE, format!("[{number}] is no lesson; they are called [01], [02] and so on")));
            };
            let exercise = lesson.exercise()?;
            let names: Vec<&str> = exercise.gaps.iter().map(|gap| gap.name.as_str()).collect();
            if let Some(name) = gaps.keys().find(|name| !names.contains(&name.as_str())) {
                let problem = format!("[{number}] has no gap `{name}`; its gaps are {}", names.join(", "));
                return Err(Error::of(FILE, problem));
            }
        }
        Ok(())
    }

    /// What the tests of a lesson are worth at a depth. A gap's points are shared by its tests; those that the starter
    /// passes are worth nothing.
    pub fn scale(&self, lesson: &Lesson, exercise: &Exercise, depth: Depth) -> Scale {
        let factor = |depth: Depth| self.depths.get(&depth.to_string()).copied().unwrap_or(EACH);
        let highest = Depth::ALL.into_iter().map(factor).fold(0.0, f64::max);
        let of_lesson = self.gaps.get(&lesson.number);
        let mut tests = BTreeMap::new();
        let mut max = 0.0;
        for gap in &exercise.gaps {
            let points = of_lesson.and_then(|gaps| gaps.get(&gap.name)).copied().unwrap_or(EACH);
            if gap.tests.is_empty() {
                continue;
            }
            max += points * highest;
            // No lesson has so many tests that the number would not fit.
            let each = points / f64::from(u32::try_from(gap.tests.len()).unwrap_or(u32::MAX));
            let worth = Worth { points: each * factor(depth), max_points: each * highest };
            tests.extend(gap.tests.iter().map(|name| (name.clone(), worth)));
        }
        Scale { tests, max, is_given: self.is_given }
    }
}

impl Scale {
    /// Notes at each test what it is worth, and returns the sum. Nothing counts where `counts` is false.
    pub fn note(&self, tests: &mut [Test], counts: bool) -> f64 {
        let mut sum = 0.0;
        for test in tests {
            let mut worth = self.tests.get(&test.name).copied().unwrap_or_default();
            if !test.passed() || !counts {
                worth.points = 0.0;
            }
            sum += worth.points;
            test.worth = Some(worth);
        }
        sum
    }
}

/// A number of points for a person: with two decimals at most.
pub fn number(points: f64) -> String {
    // No number of points is written -0, which an empty sum is.
    let text = format!("{:.2}", points + 0.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_or_refused_with_its_reason() {
        let table = Table::parse("[depth]\nbuild = 2\n[03]\necho = 1.5\n").unwrap();
        assert_eq!((table.depths["build"], table.gaps["03"]["echo"], table.is_given), (2.0, 1.5, true));
        for (text, problem) in [
            ("[depth]\ndeep = 1", "the depths are guided, build, empty"),
            ("[03]\necho = -1", "`echo` has to be a number from 0 on"),
            ("[03]\necho = nan", "`echo` has to be a number from 0 on"),
            ("x", "tests/points.toml:1: "),
        ] {
            let error = Table::parse(text).unwrap_err().to_string();
            assert!(error.contains(problem), "{error}");
        }
    }

    #[test]
    fn the_example_for_teachers_is_a_table_of_this_course() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let lessons = crate::lessons::lessons(&root).unwrap();
        let table = Table::parse(include_str!("../../tests/teachers/points.toml")).unwrap();
        table.check(&lessons).unwrap();
        let echo = lessons.iter().find(|lesson| lesson.number == "03").unwrap();
        let scale = table.scale(echo, &echo.exercise().unwrap(), Depth::Guided);
        // Five gaps, three of them worth one point, at the depth that counts least.
        assert_eq!((scale.max, scale.tests["ctrl_c_ends_the_server"].max_points), (27.0, 1.0));
    }

    #[test]
    fn points_have_no_more_decimals_than_they_need() {
        assert_eq!([1.0, 0.5, 10.0, 1.0 / 3.0].map(number), ["1", "0.5", "10", "0.33"]);
    }
}
