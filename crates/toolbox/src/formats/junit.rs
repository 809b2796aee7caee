//! The XML of `JUnit`, which most systems read.

use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

use super::data::{Report, Test};

/// The document: a suite for each room, a case for each test.
pub fn document(reports: &[Report]) -> anyhow::Result<String> {
    let mut document = Document::new("cargo course grade");
    document.add_test_suites(reports.iter().map(suite));
    Ok(document.to_string()?)
}

fn suite(report: &Report) -> TestSuite {
    let mut suite = TestSuite::new(format!("{} {}", report.who, report.title()));
    suite.add_property(("verdict", report.verdict.as_str()));
    suite.add_property(("points", super::data::number(report.points).as_str()));
    suite.add_property(("max-points", super::data::number(report.max_points).as_str()));
    for note in &report.notes {
        suite.add_property(("note", note.as_str()));
    }
    if report.tests.is_empty() {
        suite.add_test_case(without_tests(report));
    }
    suite.add_test_cases(report.tests.iter().map(|test| case(report, test)));
    suite
}

/// What stands for all tests where there are none: a room that was not begun has none to fail.
fn without_tests(report: &Report) -> TestCase {
    let status = if report.is_not_started() {
        TestCaseStatus::skipped()
    } else {
        non_success(NonSuccessKind::Error, &report.verdict, &report.text)
    };
    named(report, &report.title(), status)
}

fn case(report: &Report, test: &Test) -> TestCase {
    let status = match (test.passed(), test.is_left_out()) {
        (true, _) => TestCaseStatus::success(),
        (_, true) => TestCaseStatus::skipped(),
        _ => non_success(NonSuccessKind::Failure, &test.kind, &test.text),
    };
    named(report, &test.sentence(), status)
}

fn named(report: &Report, name: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    // Systems show a class name as a path with dots.
    case.set_classname(format!("{}.{}", report.who.replace('.', "_"), report.title()));
    case
}

fn non_success(kind: NonSuccessKind, word: &str, text: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(word).set_message(text.lines().next().unwrap_or(word)).set_description(text);
    status
}
