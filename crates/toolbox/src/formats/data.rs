//! Grades as `cargo course grade --format json` writes them.

use serde::Deserialize;

/// Words of `cargo course` for what is looked at here.
const SOLVED: &str = "solved";
const NOT_STARTED: &str = "not started";
const PASSED: &str = "passed";
const LEFT_OUT: &str = "left out";

/// A room, or the programs of a lesson, with its grade.
#[derive(Debug, Clone, Deserialize)]
pub struct Report {
    /// Whose it is.
    pub who: String,
    /// `01-one-way`; empty where what was handed in could not be read.
    pub lesson: String,
    /// `guided`, `build` or `empty`; `commands` where the programs are in another language.
    pub depth: String,
    /// Where it lies.
    pub folder: String,
    pub verdict: String,
    pub passed: usize,
    /// How many tests there are; 0 where it never came to that.
    pub count: usize,
    pub points: f64,
    pub max_points: f64,
    /// Why there are no tests; empty where there are.
    pub text: String,
    pub notes: Vec<String>,
    pub tests: Vec<Test>,
    pub left_out: Vec<String>,
}

/// One graded test.
#[derive(Debug, Clone, Deserialize)]
pub struct Test {
    pub name: String,
    pub kind: String,
    /// What a learner reads where it failed; empty where it passed.
    pub text: String,
    pub points: f64,
    pub max_points: f64,
}

impl Test {
    pub fn passed(&self) -> bool {
        self.kind == PASSED
    }

    /// Whether it was run at all.
    pub fn is_left_out(&self) -> bool {
        self.kind == LEFT_OUT
    }

    /// The sentence that it proves.
    pub fn sentence(&self) -> String {
        self.name.rsplit("::").next().unwrap_or(&self.name).replace('_', " ")
    }

    /// The first line of why it failed.
    pub fn headline(&self) -> &str {
        self.text.lines().find(|line| !line.trim().is_empty()).unwrap_or(&self.kind)
    }
}

impl Report {
    pub fn is_solved(&self) -> bool {
        self.verdict == SOLVED
    }

    pub fn is_not_started(&self) -> bool {
        self.verdict == NOT_STARTED
    }

    /// `01 one way`
    pub fn title(&self) -> String {
        if self.lesson.is_empty() { "what was handed in".to_owned() } else { self.lesson.replacen('-', " ", 1) }
    }

    /// Its verdict, and where there are no tests, why.
    pub fn outcome(&self) -> String {
        if self.text.is_empty() { self.verdict.clone() } else { format!("{}: {}", self.verdict, self.text) }
    }

    /// What a person has to know about it beside its verdict, each on a line.
    pub fn remarks(&self) -> String {
        self.notes.join("\n")
    }

    /// Its outcome, and what else there is to know.
    pub fn explained(&self) -> String {
        [self.outcome(), self.remarks()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// A line that says all of it.
    pub fn line(&self) -> String {
        let tests = if self.count == 0 { String::new() } else { format!(", {} of {} tests", self.passed, self.count) };
        let (points, of) = (number(self.points), number(self.max_points));
        let notes = if self.notes.is_empty() { String::new() } else { format!(" ({})", self.notes.join("; ")) };
        format!("{}: {}{tests}, {points} of {of} points{notes}", self.title(), self.verdict)
    }

    /// The points of each test and the most that it gives, in whole parts of a point, `scale` of them. Together they are
    /// what the room has and gives, so that nobody reads two sums; a test has never more than it gives.
    pub fn shares(&self, scale: f64) -> Vec<(i64, i64)> {
        let (given, lost): (Vec<f64>, Vec<f64>) =
            self.tests.iter().map(|test| (test.points, test.max_points - test.points)).unzip();
        let (all, most) = (whole(self.points * scale), whole(self.max_points * scale));
        let given = apportioned(&given, scale, all);
        let lost = apportioned(&lost, scale, most - all);
        given.into_iter().zip(lost).map(|(given, lost)| (given, given + lost)).collect()
    }
}

/// All that one student handed in, in its order.
#[derive(Debug)]
pub struct Submission<'a> {
    pub who: &'a str,
    pub reports: Vec<&'a Report>,
}

impl Submission<'_> {
    /// The points that were given, and the most that could be.
    pub fn points(&self) -> (f64, f64) {
        let sum = |of: fn(&Report) -> f64| self.reports.iter().map(|report| of(report)).sum();
        (sum(|report| report.points), sum(|report| report.max_points))
    }

    /// The share of the points that was given, from 0 to 1.
    pub fn share(&self) -> f64 {
        let (points, of) = self.points();
        if of > 0.0 { (points / of).clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// What each student handed in, in the order of the grades.
pub fn submissions(reports: &[Report]) -> Vec<Submission<'_>> {
    let mut submissions: Vec<Submission<'_>> = Vec::new();
    for report in reports {
        match submissions.iter_mut().find(|submission| submission.who == report.who) {
            Some(submission) => submission.reports.push(report),
            None => submissions.push(Submission { who: &report.who, reports: vec![report] }),
        }
    }
    submissions
}

/// A number of points: with two decimals at most.
pub fn number(points: f64) -> String {
    // No number of points is written -0, which an empty sum is.
    let text = format!("{:.2}", points + 0.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The next whole number; no sum of points is larger than fits.
pub fn whole(number: f64) -> i64 {
    format!("{:.0}", number + 0.0).parse().unwrap_or(0)
}

/// Parts of a sum in whole numbers: rounded down, and what is missing goes to those that have lost most by that. Where the
/// parts are not those of the sum, as where some are worth nothing, each is rounded alone.
fn apportioned(parts: &[f64], scale: f64, sum: i64) -> Vec<i64> {
    let exact: Vec<f64> = parts.iter().map(|part| part * scale).collect();
    // 0.1 + 0.2 is a little more than 0.3.
    let mut whole_parts: Vec<i64> = exact.iter().map(|part| whole((part + 1e-6).floor())).collect();
    let missing = usize::try_from(sum - whole_parts.iter().sum::<i64>()).unwrap_or(usize::MAX);
    if missing > parts.len() {
        return exact.into_iter().map(whole).collect();
    }
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let rounded = whole_parts.iter().map(|part| i32::try_from(*part).map_or(0.0, f64::from));
    let lost: Vec<f64> = exact.iter().zip(rounded).map(|(exact, rounded)| exact - rounded).collect();
    order.sort_by(|one, other| lost[*other].total_cmp(&lost[*one]));
    for index in order.into_iter().filter(|index| exact[*index] > 0.0).take(missing) {
        whole_parts[index] += 1;
    }
    whole_parts
}

/// The same for formats that write numbers themselves.
pub fn rounded(points: f64) -> f64 {
    (points * 100.0).round() / 100.0 + 0.0
}

/// The beginning of a text, and how much of it is left out.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}\n… {} octets more", &text[..end], text.len() - end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_the_sum_that_they_are_parts_of() {
        let third = 1.0 / 3.0;
        assert_eq!(apportioned(&[third, third, third], 100.0, 100), [34, 33, 33]);
        assert_eq!(apportioned(&[0.1, 0.2, 0.0], 100.0, 30), [10, 20, 0]);
        assert_eq!(apportioned(&[third, 0.0, third], 100.0, 67), [34, 0, 33]);
        let eleventh = 1.0 / 11.0;
        assert_eq!(apportioned(&[eleventh; 11], 100.0, 100).iter().sum::<i64>(), 100);
        // A trick is worth nothing, though its tests passed.
        assert_eq!(apportioned(&[0.5, 0.5], 100.0, 0), [50, 50]);
        assert_eq!(apportioned(&[], 100.0, 300), [0; 0]);
    }
}
