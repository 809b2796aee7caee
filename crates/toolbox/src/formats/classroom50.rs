//! `result.json` of a Classroom 50 autograder.

use std::time::SystemTime;

use serde::Serialize;

use super::data::{self, Report, Submission};
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
    let whole = |points: f64| data::whole(points * scale);
    let of = |name: &str| environment(name).unwrap_or_default();
    // The sum of what is shown.
    let sum = |of: fn(&Report) -> f64| reports.iter().map(|report| whole(of(report))).sum();
    json(&Results {
        schema: "classroom50/result/v1",
        classroom: of("CLASSROOM"),
        assignment: of("ASSIGNMENT"),
        submission: of("SUBMISSION_TAG"),
        commit: of("COMMIT_URL"),
        release: of("RELEASE_URL"),
        review: of("REVIEW_URL"),
        datetime: humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
        score: sum(|report| report.points),
        max_score: sum(|report| report.max_points),
        tests: reports.iter().flat_map(|report| tests(report, scale)).collect(),
    })
}

fn tests(report: &Report, scale: f64) -> Vec<Test> {
    if report.tests.is_empty() {
        return vec![Test {
            name: report.title(),
            passed: false,
            score: data::whole(report.points * scale),
            max_score: data::whole(report.max_points * scale),
            output: report.explained(),
        }];
    }
    let notes = report.remarks();
    let tests = report.tests.iter().zip(report.shares(scale)).enumerate().map(|(index, (test, share))| Test {
        name: format!("{}: {}", report.title(), test.sentence()),
        passed: test.passed(),
        score: share.0,
        max_score: share.1,
        // There is no place for what concerns all of them.
        output: if index == 0 && !notes.is_empty() { format!("{notes}\n{}", test.text) } else { test.text.clone() },
    });
    tests.collect()
}
