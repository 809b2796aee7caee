//! What Moodle's Virtual Programming Lab reads from a grader's standard output.

use std::fmt::Write as _;

use super::data::{Submission, number};

/// The most that an assignment gives, where its settings do not say.
const FULL: f64 = 100.0;
const FULL_VARIABLE: &str = "VPL_GRADEMAX";

/// The text; `environment` says what VPL has in variables.
///
/// Every line of a failure begins with a mark of its own, so that none is read as a grade or as the end of the comments.
pub fn text(submission: &Submission<'_>, environment: impl Fn(&str) -> Option<String>) -> String {
    let full =
        environment(FULL_VARIABLE).and_then(|text| text.trim().parse().ok()).filter(|full: &f64| full.is_finite());
    let mut text = String::from("<|--\n");
    for report in &submission.reports {
        let _ = writeln!(text, "- {}", report.line().replace(['\n', '\r'], " "));
        preformatted(&mut text, &report.text);
        preformatted(&mut text, &report.remarks());
        for test in report.tests.iter().filter(|test| !test.passed()) {
            let _ = writeln!(text, "{}: {}", test.kind, test.sentence());
            preformatted(&mut text, &test.text);
        }
    }
    let _ = write!(text, "--|>\nGrade :=>>{}\n", number(submission.share() * full.unwrap_or(FULL)));
    text
}

fn preformatted(text: &mut String, lines: &str) {
    for line in lines.lines() {
        let _ = writeln!(text, ">{}", line.replace('\r', ""));
    }
}
