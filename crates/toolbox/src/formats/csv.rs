//! A grade book: a line for each student, a column for each lesson, as spreadsheets and learning platforms read it.

use std::collections::BTreeMap;

use csv::{Terminator, WriterBuilder};

use super::data::{Report, number, submissions};

/// The grade book. A lesson that a student did not hand in has an empty cell.
pub fn grade_book(reports: &[Report]) -> anyhow::Result<String> {
    // The most that each lesson gives: who has not handed it in could have had that too.
    let mut lessons: BTreeMap<&str, f64> = BTreeMap::new();
    for report in reports.iter().filter(|report| !report.lesson.is_empty()) {
        let most = lessons.entry(&report.lesson).or_default();
        *most = most.max(report.max_points);
    }
    let of: f64 = lessons.values().sum();
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let head = ["student"].into_iter().chain(lessons.keys().copied()).chain(["points", "of", "percent", "remarks"]);
    writer.write_record(head)?;
    for submission in submissions(reports) {
        let mut row = vec![text(submission.who)];
        for lesson in lessons.keys() {
            let of_lesson: Vec<_> = submission.reports.iter().filter(|report| report.lesson == **lesson).collect();
            let points: f64 = of_lesson.iter().map(|report| report.points).sum();
            row.push(if of_lesson.is_empty() { String::new() } else { number(points) });
        }
        let (points, _) = submission.points();
        let percent = if of > 0.0 { (100.0 * points / of).min(100.0) } else { 0.0 };
        let remarks: Vec<String> = submission
            .reports
            .iter()
            .filter(|report| (report.count == 0 && !report.is_not_started()) || !report.notes.is_empty())
            .map(|report| remark(report))
            .collect();
        row.extend([number(points), number(of), number(percent), text(&remarks.join("; "))]);
        writer.write_record(row)?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// Why something has no tests, or what else there is to know, in a line.
fn remark(report: &Report) -> String {
    let outcome = report.outcome();
    let first = outcome.lines().next().unwrap_or_default();
    let notes = if report.notes.is_empty() { String::new() } else { format!(" ({})", report.notes.join("; ")) };
    format!("{}: {first}{notes}", report.title())
}

/// Text of somebody else's: a spreadsheet takes a cell that begins so for a formula, and would follow it.
fn text(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = text.replace(['\n', '\r'], " ");
    if is_formula { format!("'{text}") } else { text }
}
