//! `results.json` of a Gradescope autograder.

use serde::Serialize;

use super::data::{Report, Submission, rounded, whole};
use super::json;

const VISIBLE: &str = "visible";

#[derive(Serialize)]
struct Results {
    score: f64,
    output: String,
    visibility: &'static str,
    /// What the autograder itself prints is the teacher's.
    stdout_visibility: &'static str,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    score: f64,
    max_score: f64,
    status: &'static str,
    name: String,
    number: String,
    output: String,
    tags: Vec<String>,
    visibility: &'static str,
}

/// The text of the file.
pub fn results(submission: &Submission<'_>) -> anyhow::Result<String> {
    let lines: Vec<String> = submission.reports.iter().map(|report| report.line()).collect();
    let tests = submission.reports.iter().zip(1..).flat_map(|(report, number)| tests(report, number)).collect();
    // The sum of what is shown.
    let score = hundredths(submission.reports.iter().map(|report| whole(report.points * SCALE)).sum());
    json(&Results { score, output: lines.join("\n"), visibility: VISIBLE, stdout_visibility: "hidden", tests })
}

/// Points are shown with two decimals.
const SCALE: f64 = 100.0;

fn hundredths(count: i64) -> f64 {
    i32::try_from(count).map_or(0.0, |count| f64::from(count) / SCALE)
}

fn tests(report: &Report, lesson: usize) -> Vec<Test> {
    let tags = vec![report.title()];
    if report.tests.is_empty() {
        return vec![Test {
            score: rounded(report.points),
            max_score: rounded(report.max_points),
            status: "failed",
            name: report.title(),
            number: lesson.to_string(),
            output: report.explained(),
            tags,
            visibility: VISIBLE,
        }];
    }
    let test = |((test, (score, max_score)), number): ((&super::data::Test, (i64, i64)), usize)| Test {
        score: hundredths(score),
        max_score: hundredths(max_score),
        status: if test.passed() { "passed" } else { "failed" },
        name: format!("{}: {}", report.title(), test.sentence()),
        number: format!("{lesson}.{number}"),
        output: if test.is_left_out() { test.kind.clone() } else { test.text.clone() },
        tags: tags.clone(),
        visibility: VISIBLE,
    };
    report.tests.iter().zip(report.shares(SCALE)).zip(1..).map(test).collect()
}
