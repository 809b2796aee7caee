//! `result.json` of a Classroom 50 autograder.

use std::time::SystemTime;

use serde::Serialize;

use super::data::{Report, Submission};
use super::json;

/// Their scores are whole numbers: where points are not, they are given in hundredths.
const HUNDREDTHS: f64 = 100.0;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Results {
    schema: &'static str,
    classroom: String,
    assignment: String,
    submission: String,
    commit: String,
    release: String,
    review: String,
    datetime: String,
    score: i64,
    max_score: i64,
    tests: Vec<Test>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Test {
    #[serde(rename = "test-name")]
    name: String,
    passed: bool,
    score: i64,
    max_score: i64,
    output: String,
}

/// The text of the file; `environment` says what its runner has in variables.
pub fn result(submission: &Submission<'_>, environment: impl Fn(&str) -> Option<String>) -> anyhow::Result<String> {
    let reports = &submission.reports;
    let points = reports.iter().flat_map(|report| report.tests.iter().flat_map(|test| [test.points, test.max_points]));
    let all = reports.iter().flat_map(|report| [report.points, report.max_points]).chain(points);
    let scale = if all.into_iter().all(|points| (points - points.round()).abs() < 1e-9) { 1.0 } else { HUNDREDTHS };
    // No sum of points has more digits than such a number.
    let whole = |points: f64| format!("{:.0}", points * scale + 0.0).parse().unwrap_or(0);
    let of = |name: &str| environment(name).unwrap_or_default();
    let (score, max_score) = submission.points();
    json(&Results {
        schema: "classroom50/result/v1",
        classroom: of("CLASSROOM"),
        assignment: of("ASSIGNMENT"),
        submission: of("SUBMISSION_TAG"),
        commit: of("COMMIT_URL"),
        release: of("RELEASE_URL"),
        review: of("REVIEW_URL"),
        datetime: humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
        score: whole(score),
        max_score: whole(max_score),
        tests: reports.iter().flat_map(|report| tests(report, whole)).collect(),
    })
}

fn tests(report: &Report, whole: impl Fn(f64) -> i64) -> Vec<Test> {
    if report.tests.is_empty() {
        return vec![Test {
            name: report.title(),
            passed: false,
            score: whole(report.points),
            max_score: whole(report.max_points),
            output: report.outcome(),
        }];
    }
    let tests = report.tests.iter().map(|test| Test {
        name: format!("{}: {}", report.title(), test.sentence()),
        passed: test.passed(),
        score: whole(test.points),
        max_score: whole(test.max_points),
        output: test.text.clone(),
    });
    tests.collect()
}
