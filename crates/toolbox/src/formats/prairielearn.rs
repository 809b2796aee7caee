//! `results.json` of `PrairieLearn`'s external grader.

use serde::Serialize;

use super::data::{Report, Submission, rounded, shortened};
use super::json;

/// How long the file may be, in octets, and how long the text of a test is at first, in characters.
const LONGEST: usize = 1_000_000;
const LONGEST_TEXT: usize = 8_000;

#[derive(Serialize)]
struct Results {
    score: f64,
    gradable: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    format_errors: Vec<String>,
    message: String,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    name: String,
    description: String,
    points: f64,
    max_points: f64,
    message: String,
    output: String,
}

/// The text of the file: as much of it as is read.
pub fn results(submission: &Submission<'_>) -> anyhow::Result<String> {
    let mut most = LONGEST_TEXT;
    loop {
        let text = json(&all(submission, most))?;
        if text.len() <= LONGEST || most == 0 {
            return Ok(text);
        }
        most /= 2;
    }
}

fn all(submission: &Submission<'_>, most: usize) -> Results {
    let reports = &submission.reports;
    // A submission of which nothing compiles is handed back, and costs nobody one of their attempts.
    let gradable = reports.iter().any(|report| report.count > 0 || report.is_not_started());
    let errors = reports.iter().filter(|_| !gradable);
    let lines: Vec<String> = reports.iter().map(|report| report.line()).collect();
    Results {
        score: submission.share(),
        gradable,
        format_errors: errors
            .map(|report| shortened(&format!("{}: {}", report.title(), report.outcome()), most))
            .collect(),
        message: lines.join("\n"),
        tests: reports.iter().flat_map(|report| tests(report, most)).collect(),
    }
}

fn tests(report: &Report, most: usize) -> Vec<Test> {
    if report.tests.is_empty() {
        return vec![Test {
            name: report.title(),
            description: String::new(),
            points: rounded(report.points),
            max_points: rounded(report.max_points),
            message: report.verdict.clone(),
            output: shortened(format!("{}\n{}", report.text, report.remarks()).trim(), most),
        }];
    }
    let tests = report.tests.iter().map(|test| Test {
        name: format!("{}: {}", report.title(), test.sentence()),
        description: report.title(),
        points: rounded(test.points),
        max_points: rounded(test.max_points),
        message: if test.passed() { String::new() } else { shortened(test.headline(), most) },
        output: shortened(&test.text, most),
    });
    tests.collect()
}
